import { describe, expect, it } from 'vitest';
import { openDrawn } from '../../drawn-case.ts';

const home = 'Users/kim';
const shop = `${home}/work/shop`;
const flag = '--dangerously-skip-permissions';
const named = (line: number): string => `${line} documentation bare`;

/** The flags of one file as short lines: line, scope, sandboxed; `offers` where it only can be. */
async function flags(path: string, text: string | Uint8Array): Promise<readonly string[]> {
  const { posture } = await openDrawn({ [path]: text });
  return posture.flags.map((each) => `${each.line} ${each.scope} ${each.sandboxed ? 'sandboxed' : 'bare'}${each.offers ? ' offers' : ''}`);
}

const history = `${home}/.bash_history`;

describe('what names the option and asks for nothing', () => {
  it.each([
    ['pgrep', `pgrep -f -- ${flag}`], ['pkill', `pkill -f -- ${flag}`], ['zgrep', `zgrep -- ${flag} x.gz`], ['grep by xargs', `ls | xargs grep -- ${flag}`],
    ['grep by find', `find . -name x -exec grep -l -- ${flag} {} +`], ['jq', `jq . -- ${flag}`], ['gh', `gh search code -- ${flag}`], ['the null command', `: claude ${flag}`], ['false', `false ${flag}`],
  ])('%s in a history', async (_name, line) => {
    expect(await flags(history, `${line}\n`)).toEqual([named(1)]);
  });

  it.each([
    ['a guide to Dockerfiles', `${shop}/docs/Dockerfile.md`, `RUN claude ${flag}\n`], ['a guide to make', `${shop}/docs/Makefile.md`, `all:\n\tclaude ${flag}\n`], ['notes on crontab', `${shop}/crontab-notes.md`, `0 9 * * * claude ${flag}\n`], ['notes on Jenkins', `${shop}/Jenkinsfile.md`, `sh 'claude ${flag}'\n`],
    ['a comment of a property list', `${home}/Library/LaunchAgents/a.plist`, `<plist><dict><!-- <key>ProgramArguments</key><array><string>claude</string><string>${flag}</string></array> --><key>Program</key><string>/bin/true</string></dict></plist>`],
    ['a rule in YAML', `${shop}/.semgrep.yml`, `rules:\n  - pattern-regex: claude ${flag}\n`], ['a list of what is refused', `${shop}/policy.yml`, `forbidden:\n  - ${flag}\n`], ['an example of an interface', `${shop}/api.yaml`, `examples:\n  a: {value: "claude ${flag}"}\n`],
    ['a comment that an action posts', `${shop}/.github/workflows/a.yml`, `jobs:\n  a:\n    steps:\n      - uses: x/comment@v1\n        with:\n          message: claude ${flag}\n`],
    ['a search in a workflow that is broken', `${shop}/.github/workflows/b.yml`, `jobs: {\n      - run: if grep -rn -- ${flag} .; then exit 1; fi\n`],
    ['PowerShell that looks for it', `${shop}/a.ps1`, `if ($args -contains '${flag}') { exit 1 }\n`], ['fish that looks for it', `${shop}/a.fish`, `if contains -- ${flag} $argv\nend\n`],
    ['a description in YAML', `${shop}/help.yaml`, `description: claude ${flag} runs unasked\n`], ['a key that is no command', `${home}/.inputrc`, `"\\C-y": "claude ${flag}"\n`],
  ])('%s', async (_name, path, text) => {
    expect((await flags(path, text)).map((each) => each.replace(/^\d+ /, ''))).toEqual(['documentation bare']);
  });

  it.each([
    ['code that prints', 'a.ts', `console.log('claude ${flag}');`], ['code that looks for it', 'a.ts', `if (process.argv.includes('${flag}')) stop();`], ['code that compares', 'a.ts', `args.filter((a) => a !== '${flag}');`], ['code that is a test', 'a.ts', `expect(args).not.toContain('${flag}');`],
    ['code that refuses the mode', 'a.ts', "if (options.permissionMode === 'bypassPermissions') throw no;"], ['a type', 'a.ts', "interface O { permissionMode?: 'bypassPermissions' | 'plan'; }"], ['a union', 'a.ts', "type O = { permissionMode: 'default' | 'bypassPermissions' };"],
    ['a list of what code refuses', 'a.ts', `const DENIED = new Set(['${flag}']);`], ['a key of a table', 'b.py', `texts = {"${flag}": "no"}`],
    ['a documentation string', 'b.py', `def f():\n    """claude ${flag}"""`], ['Python that prints', 'b.py', `print("claude ${flag}")`], ['Python that looks for it', 'b.py', `if "${flag}" in sys.argv: stop()`], ['Python that declares it', 'b.py', `parser.add_argument("${flag}")`],
  ])('%s', async (_name, name, text) => {
    expect((await flags(`${shop}/${name}`, `${text}\n`)).map((each) => each.replace(/^\d+ /, ''))).toEqual(['documentation bare']);
  });
});

describe('command lines of processes, which have lost their quotes', () => {
  it.each([
    ['a search that the agent makes', `/bin/zsh -c -l source /Users/kim/.claude/shell-snapshots/s.sh && eval 'grep -rn -- ${flag} .' < /dev/null && pwd -P >| /tmp/cwd`, []],
    ['a shell that prints', `/bin/bash -c echo claude ${flag}`, []],
    ['an editor', `vim notes about ${flag}`, []],
    ['a shell that starts it', `/bin/bash -lc claude ${flag}`, ['bare']],
    ['a shell that kept its quotes', `/bin/sh -c 'IS_SANDBOX=1 claude ${flag}'`, ['sandboxed']],
    ['a shell that the agent starts it from', `/bin/zsh -c -l source /Users/kim/s.sh && eval 'IS_SANDBOX=1 claude ${flag} -p x' < /dev/null`, ['sandboxed']],
    ['the program by its link', 'node /usr/local/bin/claude --permission-mode bypassPermissions', ['bare']],
    ['the package on Windows', '"C:\\Program Files\\nodejs\\node.exe" "C:\\npm\\node_modules\\@anthropic-ai\\claude-code\\cli.js" --permission-mode bypassPermissions', ['bare']],
  ])('%s', async (_name, command, expected) => {
    const { posture } = await openDrawn({ 'endpoint/p.jsonl': [{ timestamp: '2026-05-15T14:30:58Z', host: 'h', command_line: command }] });
    expect(posture.flags.filter((each) => each.scope === 'one-off').map((each) => (each.sandboxed ? 'sandboxed' : 'bare'))).toEqual(expected);
  });
});

describe('places that ask in a form of their own', () => {
  it.each([
    ['another user', `su - kim -c "claude ${flag}"`, 'bare'], ['a window that is typed into', `screen -S x -X stuff "claude ${flag}\\n"`, 'bare'], ['a file of the installed package', 'node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js --permission-mode bypassPermissions', 'bare'],
    ['a program by its link', 'node /usr/local/bin/claude --permission-mode bypassPermissions', 'bare'], ['xargs', 'cat list | xargs claude --permission-mode bypassPermissions', 'bare'], ['an option that depends', `claude \${YOLO:+${flag}}`, 'bare'],
    ['a transient unit', `systemd-run --user --setenv=IS_SANDBOX=1 claude ${flag}`, 'sandboxed'], ['bubblewrap', `bwrap --ro-bind / / --setenv IS_SANDBOX 1 claude --permission-mode bypassPermissions`, 'sandboxed'], ['bubblewrap with its own variable', `CLAUDE_CODE_BUBBLEWRAP=1 bwrap --dev /dev claude ${flag}`, 'sandboxed'],
    ['bubblewrap that clears the environment', `IS_SANDBOX=1 bwrap --clearenv claude ${flag}`, 'bare'], ['a container that is handed it', `IS_SANDBOX=1 docker run -e IS_SANDBOX image claude ${flag}`, 'sandboxed'], ['codex by its configuration', 'codex -c approval_policy=never', 'bare'],
  ])('%s in a history', async (_name, line, claim) => {
    expect(await flags(history, `${line}\n`)).toEqual([`1 one-off ${claim}`]);
  });

  const files: readonly (readonly [string, string, string | Uint8Array, readonly string[]])[] = [
    ['code that is named like the agent', `${shop}/src/claude.ts`, "query({ options: { permissionMode: 'bypassPermissions' } });\n", ['1 script bare']],
    ['code that chooses the mode', `${shop}/a.ts`, "const o = { permissionMode: yolo ? 'bypassPermissions' : 'default' };\n", ['1 script bare offers']],
    ['an argument of the SDK', `${shop}/a.py`, 'o = Options(extra_args={"dangerously-skip-permissions": None})\n', ['1 script bare']],
    ['code that starts it inside a test', `${shop}/a.test.ts`, `it('runs', () => {\n  spawn('claude', ['${flag}']);\n});\n`, ['2 script bare']],
    ['tmux', `${home}/.tmux.conf`, `# bind X new-window "claude ${flag}"\nbind C new-window "claude ${flag}"\n`, [named(1), '2 shell-config bare']],
    ['tmuxinator', `${home}/.config/tmuxinator/a.yml`, `windows:\n  - a: claude ${flag}\n`, ['2 script bare']],
    ['a desktop entry', `home/kim/.config/autostart/a.desktop`, `[Desktop Entry]\nExec=claude ${flag} %U\n`, ['2 script bare']],
    ['an addition to a unit', 'home/kim/.config/systemd/user/a.service.d/x.conf', `[Service]\nEnvironment=IS_SANDBOX=1\nExecStart=claude ${flag}\n`, ['3 script sandboxed']],
    ['a unit that takes its environment back', 'etc/systemd/system/a.service', `[Service]\nEnvironment=IS_SANDBOX=1\nEnvironment=\nExecStart=claude ${flag}\n`, ['4 script bare']],
    ['a process file', `${shop}/Procfile`, `agent: claude ${flag}\n`, ['1 script bare']],
    ['a scheduled task of Windows', 'C/Windows/System32/Tasks/agent', Buffer.from(`\ufeff<Task><Actions><Exec>\r\n<Command>C:\\bin\\claude.exe</Command><Arguments>${flag}</Arguments>\r\n</Exec></Actions></Task>`, 'utf16le'), ['2 script bare']],
    ['a wrapper without a first line', `${home}/bin/yolo`, `exec claude ${flag} "$@"\n`, ['1 script bare']],
    ['a pod', `${shop}/pod.yaml`, `spec:\n  containers:\n    - image: x\n      command: [claude]\n      args: ["${flag}"]\n      env:\n        - {name: IS_SANDBOX, value: "1"}\n`, ['5 script sandboxed']],
    ['a hook before commits', `${shop}/.pre-commit-config.yaml`, `repos:\n  - hooks:\n      - {id: x, name: "claude ${flag}", entry: "claude ${flag} -p"}\n`, ['3 script bare']],
    ['a build in the cloud', `${shop}/cloudbuild.yaml`, `steps:\n  - name: x\n    entrypoint: claude\n    args: ["${flag}"]\n`, ['4 ci bare']],
    ['an image whose entry point is the agent', `${shop}/Dockerfile`, `FROM x\nENV IS_SANDBOX=1\nENTRYPOINT ["claude"]\nCMD ["${flag}"]\n`, ['4 container sandboxed']],
    ['a service whose entry point is the agent', `${shop}/compose.yml`, `services:\n  a:\n    entrypoint: claude\n    command: ${flag}\n    environment: [IS_SANDBOX]\n`, ['4 container bare']],
    ['the editor of a development container', `${shop}/.devcontainer/devcontainer.json`, '{"customizations":{"vscode":{"settings":{\n"claudeCode.initialPermissionMode":"bypassPermissions"}}}}', ['2 container bare']],
    ['a word that zsh replaces', `${home}/.zshrc`, `alias -g YOLO='${flag}'\nclaude() { command claude ${flag}; }\nexport ARGS="${flag}"\n`, ['1 shell-config bare', '2 shell-config bare', '3 shell-config bare']],
    ['a function of PowerShell that claims for itself', `${home}/Documents/PowerShell/Profile.ps1`, `function a { $env:IS_SANDBOX = '1'; claude ${flag} }\nfunction b {\n  $env:IS_SANDBOX = '1'\n  claude ${flag}\n}\nfunction c { claude ${flag} }\n`, ['1 shell-config sandboxed', '4 shell-config sandboxed', '6 shell-config bare']],
    ['a variable of fish', `${shop}/run.fish`, `set -l args ${flag}\nclaude $args\n`, ['1 script bare']],
    ['arguments of a chart', `${shop}/values.yaml`, `agent:\n  extraArgs:\n    - ${flag}\n`, ['3 script bare']],
    ['functions of bash that nobody calls', `${home}/.bashrc`, `a() { export IS_SANDBOX=1; claude ${flag}; }\nb() { claude ${flag}; }\n`, ['1 shell-config sandboxed', '2 shell-config bare']],
    ['functions of fish', `${home}/.config/fish/config.fish`, `function a\n  set -x IS_SANDBOX 1\n  claude ${flag}\nend\nfunction b\n  claude ${flag}\nend\n`, ['3 shell-config sandboxed', '6 shell-config bare']],
    ['a batch file', `${home}/bin/a.cmd`, `set IS_SANDBOX=1&& claude ${flag}\r\nset IS_SANDBOX=\r\ncall claude ^\r\n  ${flag}\r\n`, ['1 script sandboxed', '4 script bare']],
  ];
  it.each(files)('%s', async (_name, path, text, expected) => {
    expect(await flags(path, text)).toEqual(expected);
  });

  it.each([`home/build/.bashrc`, `home/vendor/work/x/run.sh`, `${home}/work/todos/run.sh`, `${shop}/build/ci.sh`, `${shop}/extensions/run.sh`, 'build/run.sh', 'vendor/.bashrc'])('looks into %s, whatever its folders are called', async (path) => {
    expect((await flags(path, `alias c='claude ${flag}'\n`)).length).toBe(1);
  });

  it.each([`${shop}/dist/a.js`, `${shop}/vendor/x/a.py`, `${shop}/node_modules/x/run.sh`, `${home}/.vscode/extensions/x/run.sh`, `${home}/.claude/todos/run.sh`])('passes over %s, which others wrote', async (path) => {
    expect(await flags(path, `run(["claude", "${flag}"])\n`)).toEqual([]);
  });

  it('says in plain words where the claim stands', async () => {
    const { posture } = await openDrawn({ 'etc/cron.d/a': `IS_SANDBOX=1\n0 9 * * * kim claude ${flag}\n`, [`${shop}/Dockerfile`]: `FROM x\nENV IS_SANDBOX=1\nRUN claude ${flag}\n`, [`${shop}/run.sh`]: `export IS_SANDBOX=1\nclaude ${flag}\n` });
    expect(posture.flags.map((each) => each.sandbox.split(':')[0])).toEqual(['IS_SANDBOX=1 is set by ENV before it in the same stage', 'IS_SANDBOX=1 is exported before it', 'IS_SANDBOX=1 is set above it in the same crontab']);
  });
});

describe('a history of bash without times', () => {
  it('takes what a here-document holds for input of its command, and nothing where it has no end', async () => {
    const opened = await openDrawn({
      [history]: `cat > run.sh <<'EOF'\n#!/bin/sh\nclaude ${flag}\nEOF\nls\n`,
      [`${home}/.sh_history`]: `cat <<EOF\nclaude ${flag}\n`,
      [`${home}/.ksh_history`]: `bash <<EOF\nclaude ${flag}\nEOF\n`,
    });
    expect(opened.posture.flags.map((each) => [each.path.split('/').at(-1), each.line, each.scope])).toEqual([['.bash_history', 3, 'documentation'], ['.ksh_history', 2, 'one-off'], ['.sh_history', 2, 'one-off']]);
    expect(opened.problems).toEqual([]);
    expect(opened.fileLedger.find((row) => row.path === history)).toMatchObject({ lines: 5, records: 2, untimed: 2 });
  });
});

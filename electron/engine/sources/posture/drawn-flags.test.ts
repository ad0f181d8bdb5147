import { describe, expect, it } from 'vitest';
import { openDrawn } from '../../drawn-case.ts';

const home = 'Users/kim';
const shop = `${home}/work/shop`;
const flag = '--dangerously-skip-permissions';

/** The flags of a drawn folder as short lines: line, scope, sandboxed, how. */
async function flags(drawing: Parameters<typeof openDrawn>[0]): Promise<readonly string[]> {
  const opened = await openDrawn(drawing);
  return opened.posture.flags.map((each) => `${each.line} ${each.scope} ${each.sandboxed ? 'sandboxed' : 'bare'} ${each.how}`);
}

/** Each place, with a sandbox claim and without one: its name, its path, its text, what is found. */
const places: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a script', `${shop}/run.sh`, `#!/bin/sh\nclaude ${flag} -p x\n`, ['2 script bare command']],
  ['a script that exports the claim before it', `${shop}/run.sh`, `export IS_SANDBOX=1\nclaude ${flag}\n`, ['2 script sandboxed command']],
  ['a script that exports it after it', `${shop}/run.sh`, `claude ${flag}\nexport IS_SANDBOX=1\n`, ['1 script bare command']],
  ['a script that sets it without exporting', `${shop}/run.sh`, `IS_SANDBOX=1\nclaude ${flag}\n`, ['2 script bare command']],
  ['a script that sets it for another command', `${shop}/run.sh`, `IS_SANDBOX=1 npm test\nclaude ${flag}\n`, ['2 script bare command']],
  ['a claim across a line break', `${shop}/run.sh`, `IS_SANDBOX=1 \\\n  claude \\\n  ${flag}\n`, ['3 script sandboxed command']],
  ['a claim in a subshell that ended', `${shop}/run.sh`, `(export IS_SANDBOX=1; true)\nclaude ${flag}\n`, ['2 script bare command']],
  ['set -a', `${shop}/run.sh`, `set -a\nIS_SANDBOX=1\nclaude ${flag}\n`, ['3 script sandboxed command']],
  ['env', `${shop}/run.sh`, `env IS_SANDBOX=1 claude ${flag}\n`, ['1 script sandboxed command']],
  ['env that takes it away', `${shop}/run.sh`, `export IS_SANDBOX=1\nenv -u IS_SANDBOX claude ${flag}\nenv -i claude ${flag}\n`, ['2 script bare command', '3 script bare command']],
  ['sudo, which drops the environment', `${shop}/run.sh`, `IS_SANDBOX=1 sudo claude ${flag}\nIS_SANDBOX=1 sudo -E claude ${flag}\nsudo IS_SANDBOX=1 claude ${flag}\n`, ['1 script bare command', '2 script sandboxed command', '3 script sandboxed command']],
  ['a value that the client does not take', `${shop}/run.sh`, `IS_SANDBOX=true claude ${flag}\nIS_SANDBOX=0 claude ${flag}\nIS_SANDBOX=$X claude ${flag}\n`, ['1 script bare command', '2 script bare command', '3 script bare command']],
  ['bubblewrap', `${shop}/run.sh`, `CLAUDE_CODE_BUBBLEWRAP=1 claude ${flag}\nCLAUDE_CODE_BUBBLEWRAP= claude ${flag}\n`, ['1 script sandboxed command', '2 script bare command']],
  ['a flag in a variable', `${shop}/run.sh`, `ARGS="${flag} -p x"\nclaude $ARGS\n`, ['2 script bare command', '1 documentation bare named in a comment or in text that is not run']],
  ['a flag in a list', `${shop}/run.sh`, `args=(${flag} -p x)\nIS_SANDBOX=1 claude "\${args[@]}"\n`, ['2 script sandboxed command', '1 documentation bare named in a comment or in text that is not run']],
  ['a function that is called', `${shop}/run.sh`, `run() {\n  claude ${flag} "$@"\n}\nIS_SANDBOX=1 run\n`, ['2 script sandboxed command']],
  ['shells in shells', `${shop}/run.sh`, `IS_SANDBOX=1 bash -c 'claude ${flag}'\nnohup timeout 60 claude ${flag} &\n`, ['1 script sandboxed command', '2 script bare command']],
  ['another machine', `${shop}/run.sh`, `export IS_SANDBOX=1\nssh box 'claude ${flag}'\n`, ['2 script bare command']],
  ['a container that a script starts', `${shop}/run.sh`, `docker run --rm -e IS_SANDBOX=1 image claude ${flag}\nIS_SANDBOX=1 docker run image claude ${flag}\n`, ['1 script sandboxed command', '2 script bare command']],
  ['the same by other words', `${shop}/run.sh`, 'claude --permission-mode bypassPermissions\nclaude --permission-mode=bypassPermissions\nclaude --permission-mode plan\n', ['1 script bare command', '2 script bare command']],
  ['offering it', `${shop}/run.sh`, 'claude --allow-dangerously-skip-permissions\n', ['1 script bare command']],
  ['a package runner', `${shop}/run.sh`, `npx -y @anthropic-ai/claude-code@2.1.80 ${flag}\n`, ['1 script bare command']],
  ['a wrapper', `${shop}/run.sh`, `./bin/agent.sh ${flag}\n`, ['1 script bare command']],
  ['other agents', `${shop}/run.sh`, 'codex --dangerously-bypass-approvals-and-sandbox\ncodex -a never\ngemini --yolo\ncursor-agent -f -p x\naider --yes-always\ncopilot --allow-all-tools\ngemini -p hello\nrm -f x\n', ['1 script bare command', '2 script bare command', '3 script bare command', '4 script bare command', '5 script bare command', '6 script bare command']],
  ['words that are not run', `${shop}/run.sh`, `# claude ${flag}\necho "claude ${flag}"\ngrep -- ${flag} x\n`, ['1 documentation bare named in a comment or in text that is not run', '2 documentation bare named in a comment or in text that is not run', '3 documentation bare named in a comment or in text that is not run']],
  ['a script without an ending', `${shop}/bin/agent`, `#!/usr/bin/env bash\nclaude ${flag}\n`, ['2 script bare command']],
  ['a script with CRLF', `${shop}/run.sh`, `export IS_SANDBOX=1\r\nclaude ${flag}\r\n`, ['2 script sandboxed command']],
  ['a make file', `${shop}/Makefile`, `agent:\n\tIS_SANDBOX=1 claude ${flag}\nbare:\n\t@claude ${flag}\n`, ['2 script sandboxed command', '4 script bare command']],
  ['a make file that exports', `${shop}/Makefile`, `export IS_SANDBOX = 1\nall:\n\tclaude ${flag}\n`, ['3 script sandboxed command']],
  ['recipe lines, each its own shell', `${shop}/Makefile`, `all:\n\texport IS_SANDBOX=1\n\tclaude ${flag}\nb:\n\texport IS_SANDBOX=1; \\\n\tclaude ${flag}\n`, ['3 script bare command', '6 script sandboxed command']],
  ['one shell a recipe', `${shop}/Makefile`, `.ONESHELL:\nall:\n\texport IS_SANDBOX=1\n\tclaude ${flag}\n`, ['4 script sandboxed command']],
  ['a variable of make', `${shop}/Makefile`, `CLAUDE = claude\nall:\n\t$(CLAUDE) ${flag}\n`, ['3 script bare command']],
  ['scripts of a package', `${shop}/package.json`, `{\n "scripts": {\n  "a": "claude ${flag} -p \\"x\\"",\n  "b": "cross-env IS_SANDBOX=1 claude ${flag}"\n }\n}\n`, ['3 script bare command', '4 script sandboxed command']],
  ['a description in a package', `${shop}/package.json`, `{\n "description": "never run claude ${flag}"\n}\n`, ['2 documentation bare named in a comment or in text that is not run']],
  ['GitHub Actions', `${shop}/.github/workflows/a.yml`, `on: push\njobs:\n  a:\n    env: { IS_SANDBOX: "1" }\n    steps:\n      - run: claude ${flag}\n  b:\n    steps:\n      - run: |\n          npm ci\n          claude ${flag}\n`, ['6 ci sandboxed command', '11 ci bare command']],
  ['a step of the same job', `${shop}/.github/workflows/a.yml`, `jobs:\n  a:\n    steps:\n      - run: npm ci\n        env: { IS_SANDBOX: 1 }\n      - run: claude ${flag}\n`, ['6 ci bare command']],
  ['an action of the agent', `${shop}/.github/workflows/a.yml`, `jobs:\n  a:\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with:\n          claude_args: ${flag}\n`, ['6 ci bare command']],
  ['GitLab', `${shop}/.gitlab-ci.yml`, `variables:\n  IS_SANDBOX: "1"\nfix:\n  script:\n    - claude ${flag}\n`, ['5 ci sandboxed command']],
  ['GitLab without it', `${shop}/.gitlab-ci.yml`, `other:\n  variables: { IS_SANDBOX: "1" }\n  script: [ "true" ]\nfix:\n  script:\n    - claude ${flag}\n`, ['6 ci bare command']],
  ['Buildkite', `${shop}/.buildkite/pipeline.yml`, `steps:\n  - command: claude ${flag}\n    env: { IS_SANDBOX: "1" }\n  - command: claude ${flag}\n`, ['2 ci sandboxed command', '4 ci bare command']],
  ['CircleCI', `${shop}/.circleci/config.yml`, `jobs:\n  a:\n    docker:\n      - image: x\n        environment: { IS_SANDBOX: "1" }\n    steps:\n      - run: claude ${flag}\n  b:\n    machine: true\n    steps:\n      - run:\n          command: claude ${flag}\n`, ['7 ci sandboxed command', '12 ci bare command']],
  ['Jenkins', `${shop}/Jenkinsfile`, `pipeline {\n  stages {\n    stage('a') {\n      environment { IS_SANDBOX = '1' }\n      steps { sh 'claude ${flag}' }\n    }\n    stage('b') {\n      steps { sh "claude ${flag}" }\n    }\n  }\n}\n// sh 'claude ${flag}'\n`, ['5 ci sandboxed command', '8 ci bare command', '12 documentation bare named in a comment or in text that is not run']],
  ['withEnv in Jenkins', `${shop}/Jenkinsfile`, `node {\n  withEnv(['IS_SANDBOX=1']) {\n    sh 'claude ${flag}'\n  }\n  sh 'claude ${flag}'\n}\n`, ['3 ci sandboxed command', '5 ci bare command']],
  ['Azure', `${shop}/azure-pipelines.yml`, `jobs:\n  - job: a\n    variables:\n      IS_SANDBOX: 1\n    steps:\n      - script: claude ${flag}\n  - job: b\n    steps:\n      - bash: claude ${flag}\n`, ['6 ci sandboxed command', '9 ci bare command']],
  ['a Dockerfile', `${shop}/Dockerfile`, `FROM node:20 AS base\nENV IS_SANDBOX=1\nRUN claude ${flag} -p x\nFROM node:20\nCMD ["claude", "${flag}"]\n`, ['3 container sandboxed command', '5 container bare command']],
  ['a stage built from another', `${shop}/Dockerfile`, `FROM node:20 AS base\nENV IS_SANDBOX=1\nFROM base\nENTRYPOINT claude ${flag}\n`, ['4 container sandboxed command']],
  ['a continued instruction', `${shop}/Dockerfile`, `FROM x\nRUN export IS_SANDBOX=1 && \\\n  # a comment\n  claude ${flag}\n`, ['4 container sandboxed command']],
  ['compose', `${shop}/compose.yaml`, `services:\n  a:\n    environment: [ IS_SANDBOX=1 ]\n    command: claude ${flag}\n  b:\n    command: ["claude", "${flag}"]\n`, ['4 container sandboxed command', '6 container bare command']],
  ['a development container', `${shop}/.devcontainer/devcontainer.json`, `{\n // comment\n "containerEnv": { "IS_SANDBOX": "1" },\n "postCreateCommand": "claude ${flag}",\n}\n`, ['4 container sandboxed command']],
  ['what it runs on the host', `${shop}/.devcontainer/devcontainer.json`, `{\n "containerEnv": { "IS_SANDBOX": "1" },\n "initializeCommand": "claude ${flag}"\n}\n`, ['3 container bare command']],
  ['a zsh start file', `${home}/.zshrc`, `alias claude="claude ${flag}"\nalias safe='IS_SANDBOX=1 claude ${flag}'\n`, ['1 shell-config bare alias claude', '2 shell-config sandboxed alias safe']],
  ['a bash start file', `${home}/.bashrc`, `export IS_SANDBOX=1\ncc() { claude ${flag} "$@"; }\n`, ['2 shell-config sandboxed function cc']],
  ['an alias that calls itself', `${home}/.bashrc`, `alias a='b'\nalias b='a'\nalias claude='claude ${flag}'\nclaude -p x\n`, ['3 shell-config bare alias claude', '4 shell-config bare command']],
  ['fish', `${home}/.config/fish/config.fish`, `set -gx IS_SANDBOX 1\nfunction cc\n  claude ${flag} $argv\nend\n`, ['3 shell-config sandboxed function cc']],
  ['fish without it', `${home}/.config/fish/config.fish`, `set -g IS_SANDBOX 1\nabbr -a cc 'claude ${flag}'\n`, ['2 shell-config bare alias cc']],
  ['PowerShell', `${home}/Documents/PowerShell/Microsoft.PowerShell_profile.ps1`, `function cc { $env:IS_SANDBOX = "1"; claude ${flag} @args }\nfunction dd {\n  claude.exe ${flag}\n}\n`, ['1 shell-config sandboxed function cc', '3 shell-config bare function dd']],
  ['PowerShell without it', `${shop}/run.ps1`, `# claude ${flag}\nclaude ${flag}\n`, ['2 script bare command', '1 documentation bare named in a comment or in text that is not run']],
  ['cmd', `${shop}/run.cmd`, `@echo off\r\nset IS_SANDBOX=1\r\ncall claude ${flag}\r\n`, ['3 script sandboxed command']],
  ['a crontab', 'var/spool/cron/crontabs/kim', `IS_SANDBOX=1\n0 3 * * * claude ${flag} -p x\n`, ['2 script sandboxed command']],
  ['a systemd unit', 'etc/systemd/system/agent.service', `[Service]\nEnvironment="IS_SANDBOX=1" A=b\nExecStart=/usr/bin/claude ${flag}\n`, ['3 script sandboxed command']],
  ['launchd', `${home}/Library/LaunchAgents/a.plist`, `<plist><dict>\n<key>ProgramArguments</key>\n<array><string>claude</string>\n<string>${flag}</string></array>\n</dict></plist>\n`, ['4 script bare command']],
  ['an SDK', `${shop}/src/run.ts`, `// permissionMode: 'bypassPermissions'\nquery({ options: { permissionMode: 'bypassPermissions' } });\nspawn('claude', ['${flag}']);\n`, ['2 script bare option of the SDK', '3 script bare word given to a program that the code starts', '1 documentation bare named in a comment or in text that is not run']],
  ['an SDK of Python', `${shop}/run.py`, `"""Never use ${flag}."""\noptions = Options(permission_mode="bypassPermissions")\n`, ['2 script bare option of the SDK', '1 documentation bare named in a comment or in text that is not run']],
  ['user settings', `${home}/.claude/settings.json`, '{\n "permissions": { "defaultMode": "bypassPermissions" }\n}\n', ['2 settings bare setting']],
  ['settings that switch the client’s sandbox on', `${home}/.claude/settings.json`, '{\n "sandbox": { "enabled": true },\n "permissions": { "defaultMode": "bypassPermissions" }\n}\n', ['3 settings sandboxed setting']],
  ['settings that switch it off', `${home}/.claude/settings.json`, '{\n "sandbox": { "enabled": false },\n "permissions": { "defaultMode": "bypassPermissions" }\n}\n', ['3 settings bare setting']],
  ['settings of a command', `${shop}/run.sh`, `claude ${flag} --settings '{"sandbox":{"enabled":true}}'\nclaude ${flag} --settings '{"sandbox":{"enabled":false}}'\nclaude ${flag} --settings sandbox.json\n`, ['1 script sandboxed command', '2 script bare command', '3 script bare command']],
  ['an editor', `${shop}/.vscode/settings.json`, '{\n // yes\n "claudeCode.initialPermissionMode": "bypassPermissions",\n}\n', ['3 settings bare editor setting']],
  ['codex', `${home}/.codex/config.toml`, 'model = "x"\napproval_policy = "never"\n', ['2 settings bare configuration of the agent']],
  ['prose', `${shop}/docs/a.md`, `IS_SANDBOX=1 claude ${flag}\n`, ['1 documentation bare named in prose']],
  ['a bash history with times', `${home}/.bash_history`, `#1778700000\nexport IS_SANDBOX=1\n#1778700060\nclaude ${flag}\n`, ['4 one-off bare command']],
  ['a zsh history', `${home}/.zsh_history`, `: 1778855448:0;IS_SANDBOX=1 claude \\\n  ${flag}\n: 1778855500:0;echo ${flag}\n`, ['2 one-off sandboxed command', '3 documentation bare named in text that is not run']],
  ['a fish history', `${home}/.local/share/fish/fish_history`, `- cmd: claude ${flag}\n  when: 1778855448\n`, ['1 one-off bare command']],
  ['a PowerShell history', `${home}/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt`, `dir\r\nclaude ${flag}\r\n`, ['2 one-off bare command']],
  ['a function of the program’s own name', `${home}/.zshrc`, `claude() { command claude ${flag} "$@"; }\n`, ['1 shell-config bare function claude']],
  ['a function that calls itself', `${home}/.bashrc`, `claude() { claude ${flag} "$@"; }\nclaude -p x\n`, ['1 shell-config bare command']],
  ['a wrapper that sees no alias', `${home}/.bashrc`, `alias codex='codex -a never'\nsudo codex\n`, ['1 shell-config bare alias codex']],
  ['an environment that code gives', `${shop}/run.mjs`, `spawn('claude', ['${flag}'], { env: { ...process.env, IS_SANDBOX: '1' } });\nspawn('claude', ['${flag}'], { env: { ...process.env, IS_SANDBOX: '0' } });\nspawn('x', [], { env: { IS_SANDBOX: '1' } });\n`, ['1 script sandboxed word given to a program that the code starts', '2 script bare word given to a program that the code starts']],
  ['an environment that code sets before', `${shop}/run.py`, `import os\nos.environ["IS_SANDBOX"] = "1"\nsubprocess.run(["claude", "${flag}"])\n`, ['3 script sandboxed word given to a program that the code starts']],
  ['an environment that code sets after', `${shop}/run.py`, `subprocess.run(["claude", "${flag}"])\nos.environ["IS_SANDBOX"] = "1"\n`, ['1 script bare word given to a program that the code starts']],
  ['an SDK with its environment', `${shop}/run.ts`, `query({ options: { permissionMode: 'bypassPermissions', env: { IS_SANDBOX: '1' } } });\n`, ['1 script sandboxed option of the SDK']],
  ['a build file of a cloud', `${shop}/buildspec.yml`, `env:\n  variables: { IS_SANDBOX: "1" }\nphases:\n  build:\n    commands:\n      - claude ${flag}\n`, ['6 ci sandboxed command']],
  ['a build file with another variable', `${shop}/buildspec.yml`, `env:\n  variables: { SANDBOX: "1" }\nphases:\n  build:\n    commands:\n      - claude ${flag}\n`, ['6 ci bare command']],
  ['a Task file', `${shop}/Taskfile.yml`, `tasks:\n  a:\n    env: { IS_SANDBOX: "1" }\n    cmds: [ claude ${flag} ]\n  b:\n    cmds: [ claude ${flag} ]\n`, ['4 script sandboxed command', '6 script bare command']],
  ['a justfile', `${shop}/justfile`, `a:\n    IS_SANDBOX=1 claude ${flag}\nb:\n    claude ${flag}\n`, ['2 script sandboxed command', '4 script bare command']],
  ['a task of the editor', `${shop}/.vscode/tasks.json`, `{ "tasks": [\n { "command": "claude", "args": ["${flag}"], "options": { "env": { "IS_SANDBOX": "1" } } },\n { "command": "claude ${flag}" },\n] }\n`, ['2 script sandboxed command', '3 script bare command']],
  ['a script of Python that starts it', `${shop}/run.py`, `import subprocess\nsubprocess.run(["claude", "${flag}", "-p", "x"])\nprint("not ${flag}")\n`, ['2 script bare word given to a program that the code starts', '3 documentation bare named in a comment or in text that is not run']],
  ['an SDK in another mode', `${shop}/src/run.ts`, "query({ options: { permissionMode: 'plan', allowDangerouslySkipPermissions: false } });\n", ['1 documentation bare named in a comment or in text that is not run']],
  ['an SDK that allows it', `${shop}/src/run.ts`, 'query({ options: { allowDangerouslySkipPermissions: true } });\n', ['1 script bare option of the SDK']],
  ['a here-document for a shell', `${shop}/run.sh`, `bash <<'EOF'\nclaude ${flag}\nEOF\ncat <<'EOF'\nclaude ${flag}\nEOF\n`, ['2 script bare command', '5 documentation bare named in a comment or in text that is not run']],
  ['an alias with arguments', `${home}/.bashrc`, `alias cc='claude ${flag}'\nIS_SANDBOX=1 cc -p x\n`, ['1 shell-config bare alias cc', '2 shell-config sandboxed command']],
  ['a function that only prints', `${home}/.zshrc`, `help() { echo "claude ${flag}"; }\n`, ['1 documentation bare named in a comment or in text that is not run']],
  ['a bash start file without a claim', `${home}/.bash_profile`, `cc() { claude ${flag} "$@"; }\nexport IS_SANDBOX=1\nunset IS_SANDBOX\n`, ['1 shell-config bare function cc']],
  ['settings that a direnv file exports', `${shop}/.envrc`, `export IS_SANDBOX=1\nalias claude="claude ${flag}"\n`, ['2 shell-config sandboxed alias claude']],
  ['cmd without it', `${shop}/run.cmd`, `rem set IS_SANDBOX=1\r\ncall claude ${flag}\r\n`, ['2 script bare command']],
  ['a crontab without it', 'etc/cron.d/agent', `OTHER=1\n0 3 * * * kim claude ${flag} -p x\n# IS_SANDBOX=1\n`, ['2 script bare command']],
  ['a systemd unit without it', `${home}/.config/systemd/user/agent.service`, `[Service]\nExecStart=/usr/bin/claude ${flag}\n`, ['2 script bare command']],
  ['launchd with it', 'Library/LaunchDaemons/a.plist', `<plist><dict>\n<key>EnvironmentVariables</key><dict><key>IS_SANDBOX</key><string>1</string></dict>\n<key>ProgramArguments</key>\n<array><string>claude</string><string>${flag}</string></array>\n</dict></plist>\n`, ['4 script sandboxed command']],
  ['GitLab by its default', `${shop}/.gitlab-ci.yml`, `default:\n  before_script: [ "export IS_SANDBOX=1" ]\nfix:\n  script: [ claude ${flag} ]\n`, ['4 ci sandboxed command']],
  ['Buildkite for the pipeline', `${shop}/.buildkite/pipeline.yml`, `env: { IS_SANDBOX: "1" }\nsteps:\n  - group: x\n    steps: [ { command: claude ${flag} } ]\n`, ['4 ci sandboxed command']],
  ['Buildkite, whose commands share a shell', `${shop}/.buildkite/pipeline.yml`, `steps:\n  - commands:\n      - export IS_SANDBOX=1\n      - claude ${flag}\n  - command: claude ${flag}\n`, ['4 ci sandboxed command', '5 ci bare command']],
  ['another pipeline, whose commands share a shell', `${shop}/bitbucket-pipelines.yml`, `pipelines:\n  default:\n    - step:\n        script:\n          - export IS_SANDBOX=1\n          - claude ${flag}\n    - step:\n        script:\n          - IS_SANDBOX=1 true\n          - claude ${flag}\n`, ['6 ci sandboxed command', '10 ci bare command']],
  ['a Task file, whose commands do not', `${shop}/Taskfile.yml`, `tasks:\n  a:\n    cmds:\n      - export IS_SANDBOX=1\n      - claude ${flag}\n`, ['5 script bare command']],
  ['a justfile', `${shop}/justfile`, `export IS_SANDBOX := "1"\nagent:\n  claude ${flag}\n`, ['3 script sandboxed command']],
  ['a justfile that does not export', `${shop}/justfile`, `IS_SANDBOX := "1"\nagent:\n  claude ${flag}\n`, ['3 script bare command']],
  ['Azure without a step’s env', `${shop}/azure-pipelines.yml`, `steps:\n  - script: claude ${flag}\n    env: { IS_SANDBOX: 1 }\n  - script: claude ${flag}\n`, ['2 ci sandboxed command', '4 ci bare command']],
  ['a Dockerfile whose ENV comes later', `${shop}/Dockerfile`, `FROM x\nRUN claude ${flag} -p x\nENV IS_SANDBOX=1\n`, ['2 container bare command']],
  ['a Dockerfile with ARG only', `${shop}/Dockerfile`, `FROM x\nARG IS_SANDBOX=1\nCMD claude ${flag}\n`, ['3 container bare command']],
  ['gemini settings', `${home}/.gemini/settings.json`, '{ "general": { "defaultApprovalMode": "yolo" } }\n', ['1 settings bare configuration of the agent']],
  ['gemini settings that ask', `${home}/.gemini/settings.json`, '{ "general": { "defaultApprovalMode": "default" } }\n', []],
  ['opencode settings', `${shop}/opencode.json`, '{ // mine\n "permission": { "bash": "allow" },\n}\n', ['2 settings bare configuration of the agent']],
  ['opencode settings that ask', `${shop}/opencode.json`, '{ "permission": { "bash": "ask" } }\n', []],
  ['cursor settings', `${home}/.cursor/cli-config.json`, '{ "permissions": { "allow": [ "Shell(**)" ] } }\n', ['1 settings bare configuration of the agent']],
  ['cursor settings with bounds', `${home}/.cursor/cli-config.json`, '{ "permissions": { "allow": [ "Shell(git)" ] } }\n', []],
  ['codex that asks', `${home}/.codex/config.toml`, '# approval_policy = "never"\napproval_policy = "on-request"\n', []],
  ['other agents that ask', `${shop}/run.sh`, 'codex -a on-request\ngemini --approval-mode default\ncursor-agent -p x\nopencode run x\naider x\ncopilot -p x\n', []],
  ['opencode by its environment', `${shop}/run.sh`, `OPENCODE_PERMISSION='{"bash":"allow"}' opencode run x\nexport AIDER_YES_ALWAYS=true\n`, ['1 script bare command', '2 script bare variable AIDER_YES_ALWAYS']],
  ['a fish history with it', `${home}/.local/share/fish/fish_history`, `- cmd: env IS_SANDBOX=1 claude ${flag}\n  when: 1778855448\n- cmd: set -x IS_SANDBOX 1\n  when: 1778855449\n- cmd: claude ${flag}\n  when: 1778855450\n`, ['1 one-off sandboxed command', '5 one-off bare command']],
  ['a PowerShell history with it', `${home}/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt`, `$env:IS_SANDBOX = "1"; claude ${flag}\r\nclaude ${flag}\r\n`, ['1 one-off sandboxed command', '2 one-off bare command']],
  ['a bash history with CRLF', `${home}/.bash_history`, `IS_SANDBOX=1 claude ${flag}\r\nclaude ${flag}\r\n`, ['1 one-off sandboxed command', '2 one-off bare command']],
  ['processes', 'endpoint/p.jsonl', `{"timestamp":"2026-05-15T14:30:58Z","host":"h","user":"kim","command_line":"claude ${flag}","env":{"IS_SANDBOX":"1"}}\n{"timestamp":"2026-05-15T14:31:58Z","host":"h","command_line":"/usr/bin/claude ${flag} -p it's"}\n`, ['1 one-off sandboxed command line of a process', '2 one-off bare command line of a process']],
  ['processes with semicolons', 'endpoint/p.csv', `Timestamp;Host;User;CommandLine\n2026-05-15T14:30:58Z;h;kim;"claude ${flag} -p ""a;b"""\n`, ['2 one-off bare command line of a process']],
];

describe('where an agent is asked to run without its questions', () => {
  it.each(places)('finds %s', async (_name, path, text, expected) => {
    const found = await flags({ [path]: text });
    expect([...found].sort()).toEqual([...expected].sort());
  });

  it('takes the environment of a development container for a script that its file names, and for no other', async () => {
    const found = await openDrawn({
      [`${shop}/.devcontainer/devcontainer.json`]: '{"containerEnv":{"IS_SANDBOX":"1"},"postCreateCommand":"bash .devcontainer/named.sh"}',
      [`${shop}/.devcontainer/named.sh`]: `claude ${flag}\n`,
      [`${shop}/.devcontainer/other.sh`]: `claude ${flag}\n`,
    });
    expect(found.posture.flags.map((each) => [each.path.split('/').at(-1), each.scope, each.sandboxed])).toEqual([['named.sh', 'container', true], ['other.sh', 'container', false]]);
  });

  it('looks into the hooks of a repository and into nothing else that git keeps there', async () => {
    const script = `#!/bin/sh\nclaude ${flag}\n`;
    const found = await openDrawn({ [`${shop}/.git/HEAD`]: 'ref: refs/heads/main\n', [`${shop}/.git/hooks/post-merge`]: script, [`${shop}/.git/objects/ab/run.sh`]: script, [`${shop}/.git/rr-cache/run.sh`]: script, 'srv/a.git/objects/cd/run.sh': script });
    expect(found.posture.flags.map((each) => each.path)).toEqual([`${shop}/.git/hooks/post-merge`]);
    expect(found.entries.filter((entry) => entry.sha256 === null)).toEqual([]);
  });

  it('says how wide a matrix makes it reach', async () => {
    const opened = await openDrawn({ [`${shop}/.github/workflows/a.yml`]: `jobs:\n  a:\n    strategy:\n      matrix:\n        os: [a, b]\n        node: [1, 2, 3]\n    steps:\n      - run: claude ${flag}\n` });
    expect(opened.posture.flags).toMatchObject([{ reach: 'each run of job a, times 6 of its matrix' }]);
  });

  it('cites the line of each place, with the hash of exactly that line', async () => {
    const opened = await openDrawn({ [`${home}/.zshrc`]: `# \u00e9\u00e9\nalias claude="claude ${flag}"\n` });
    const finding = opened.findings.find(({ finding: each }) => each.rule === 'scope.no-sandbox');
    expect(finding?.finding).toMatchObject({ severity: 'high', state: 'recorded', evidence: [{ path: `${home}/.zshrc`, line: 2, byteStart: 7, byteEnd: 7 + `alias claude="claude ${flag}"`.length }] });
    expect(finding?.recordSha256[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('shows no secret of a command', async () => {
    const opened = await openDrawn({ [`${shop}/run.sh`]: `ANTHROPIC_API_KEY=sk-ant-REDACTED claude ${flag}\n` });
    expect(JSON.stringify([opened.posture, opened.findings.map(({ finding }) => finding.detail)])).not.toContain('abcdefghijklmnop');
  });
});

import { describe, expect, it } from 'vitest';
import { openDrawn } from '../../drawn-case.ts';

const shop = 'Users/kim/work/shop';
const flag = '--dangerously-skip-permissions';
const claude = `claude ${flag}`;

/** The flags of a drawn folder as short lines: file, line, scope, sandboxed, how. */
async function flags(drawing: Parameters<typeof openDrawn>[0]): Promise<readonly string[]> {
  const opened = await openDrawn(drawing);
  return opened.posture.flags.map((each) => `${each.path.split('/').at(-1)}:${each.line} ${each.scope} ${each.sandboxed ? 'sandboxed' : 'bare'} ${each.how}`);
}
async function reaches(path: string, text: string): Promise<readonly string[]> {
  const opened = await openDrawn({ [`${shop}/${path}`]: text });
  return opened.posture.flags.map((each) => each.reach);
}
const github = (body: string): string => `jobs:\n  a:\n    steps:\n${body}`;

describe('what a step of a pipeline hands to the steps after it', () => {
  const claimed = ['a.yml:5 ci sandboxed command'];
  const bare = ['a.yml:5 ci bare command'];
  it.each([
    ['a line for GITHUB_ENV', github(`      - run: echo "IS_SANDBOX=1" >> "$GITHUB_ENV"\n      - run: ${claude}\n`), claimed],
    ['a line for another file', github(`      - run: echo "IS_SANDBOX=1" >> "$HOME/env"\n      - run: ${claude}\n`), bare],
    ['a line by tee', github(`      - run: echo IS_SANDBOX=1 | tee -a $GITHUB_ENV\n      - run: ${claude}\n`), claimed],
    ['a group of lines', github(`      - run: "{ echo A=1; echo IS_SANDBOX=1; } >> $GITHUB_ENV"\n      - run: ${claude}\n`), claimed],
    ['a value known only at run time', github(`      - run: echo "IS_SANDBOX=$X" >> $GITHUB_ENV\n      - run: ${claude}\n`), bare],
    ['a line of PowerShell', github(`      - { run: '"IS_SANDBOX=1" >> $env:GITHUB_ENV', shell: pwsh }\n      - run: ${claude}\n`), claimed],
  ])('%s', async (_name, text, expected) => {
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: text })).toEqual(expected);
  });

  it('is not there for the step that writes it, nor for another job', async () => {
    const text = `jobs:\n  a:\n    steps:\n      - run: |\n          echo IS_SANDBOX=1 >> $GITHUB_ENV\n          ${claude}\n  b:\n    steps:\n      - run: ${claude}\n`;
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: text })).toEqual(['a.yml:6 ci bare command', 'a.yml:9 ci bare command']);
  });

  it('can be the flag itself, as an output or an input that a later run names', async () => {
    const outputs = github(`      - id: mode\n        run: echo "args=${flag}" >> $GITHUB_OUTPUT\n      - run: claude \${{ steps.mode.outputs.args }} -p x\n`);
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: outputs })).toContain('a.yml:6 ci bare command');
    const inputs = `on:\n  workflow_dispatch:\n    inputs:\n      args: { default: "${flag}" }\n${github('      - run: claude ${{ inputs.args }}\n')}`;
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: inputs })).toContain('a.yml:8 ci bare command');
    const env = `env: { ARGS: "${flag}", IS_SANDBOX: 1 }\n${github('      - run: claude ${{ env.ARGS }}\n')}`;
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: env })).toContain('a.yml:5 ci sandboxed command');
    const matrix = `jobs:\n  a:\n    strategy: { matrix: { mode: [plan, bypassPermissions] } }\n    steps:\n      - run: claude --permission-mode \${{ matrix.mode }}\n`;
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: matrix })).toContain('a.yml:5 ci bare command');
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: matrix.replace('bypassPermissions', 'default') })).toEqual([]);
  });

  it('CircleCI reads lines for BASH_ENV before each later step', async () => {
    const text = (line: string): string => `jobs:\n  a:\n    machine: true\n    steps:\n      - run: ${line}\n      - run: ${claude}\n`;
    expect(await flags({ [`${shop}/.circleci/config.yml`]: text(`echo 'export IS_SANDBOX=1' >> "$BASH_ENV"`) })).toEqual(['config.yml:6 ci sandboxed command']);
    expect(await flags({ [`${shop}/.circleci/config.yml`]: text(`echo 'IS_SANDBOX=1' >> "$BASH_ENV"`) })).toEqual(['config.yml:6 ci bare command']);
  });

  it('Azure sets variables of later steps by what a step prints', async () => {
    const text = (line: string): string => `steps:\n  - bash: ${line}\n  - bash: ${claude}\n`;
    expect(await flags({ [`${shop}/azure-pipelines.yml`]: text(`echo "##vso[task.setvariable variable=IS_SANDBOX]1"`) })).toEqual(['azure-pipelines.yml:3 ci sandboxed command']);
    expect(await flags({ [`${shop}/azure-pipelines.yml`]: text(`echo "##vso[task.setvariable variable=OTHER]1"`) })).toEqual(['azure-pipelines.yml:3 ci bare command']);
  });

  it('Jenkins keeps what a script block sets in env', async () => {
    const text = (line: string): string => `node {\n  ${line}\n  sh '${claude}'\n}\n`;
    expect(await flags({ [`${shop}/Jenkinsfile`]: text("env.IS_SANDBOX = '1'") })).toEqual(['Jenkinsfile:3 ci sandboxed command']);
    expect(await flags({ [`${shop}/Jenkinsfile`]: text("def IS_SANDBOX = '1'") })).toEqual(['Jenkinsfile:3 ci bare command']);
  });

  it('a script of GitLab sees what before_script exported, after_script does not', async () => {
    const text = `fix:\n  before_script:\n    - export IS_SANDBOX=1\n  script:\n    - ${claude}\n  after_script:\n    - ${claude}\n`;
    expect(await flags({ [`${shop}/.gitlab-ci.yml`]: text })).toEqual(['.gitlab-ci.yml:5 ci sandboxed command', '.gitlab-ci.yml:7 ci bare command']);
  });

  const reports = (made: string, write: string, taken = ''): string => `stages: [ make, use ]\nmake:\n  stage: make\n  script:\n    - ${write}\n  artifacts: { reports: { dotenv: ${made} } }\nuse:\n  stage: use\n${taken}  script:\n    - ${claude}\n`;
  it.each([
    ['a line', reports('build.env', 'echo "IS_SANDBOX=1" >> build.env'), true],
    ['a line for a file of several', reports('[ a.env, ./b.env ]', 'echo IS_SANDBOX=1 | tee -a "$CI_PROJECT_DIR/b.env"'), true],
    ['a line for another file', reports('build.env', 'echo "IS_SANDBOX=1" >> other.env'), false],
    ['a line that is only printed', reports('build.env', 'echo "IS_SANDBOX=1"'), false],
    ['another value', reports('build.env', 'echo "IS_SANDBOX=0" >> build.env'), false],
    ['a value known only at run time', reports('build.env', 'echo "IS_SANDBOX=$X" >> build.env'), false],
    ['the job that is needed', reports('build.env', 'echo IS_SANDBOX=1 >> build.env', '  needs: [ make ]\n'), true],
    ['the job that is needed, without its artifacts', reports('build.env', 'echo IS_SANDBOX=1 >> build.env', '  needs: [ { job: make, artifacts: false } ]\n'), false],
    ['no job', reports('build.env', 'echo IS_SANDBOX=1 >> build.env', '  dependencies: []\n'), false],
    ['the job that it depends on', reports('build.env', 'echo IS_SANDBOX=1 >> build.env', '  variables: { IS_SANDBOX: "0" }\n  dependencies: [ make ]\n'), true],
    ['a job of the same stage', reports('build.env', 'echo IS_SANDBOX=1 >> build.env').replace('stage: use', 'stage: make'), false],
  ])('GitLab gives later jobs what a dotenv report says: %s', async (_name, text, sandboxed) => {
    const line = text.split('\n').findIndex((each) => each.includes(flag)) + 1;
    expect(await flags({ [`${shop}/.gitlab-ci.yml`]: text })).toEqual([`.gitlab-ci.yml:${line} ci ${sandboxed ? 'sandboxed' : 'bare'} command`]);
  });

  it('GitLab does not give a report to the job that makes it, and takes it through what a job extends', async () => {
    const text = `.make:\n  stage: build\n  artifacts:\n    reports:\n      dotenv: build.env\n  script:\n    - printf 'A=1\\nIS_SANDBOX=1\\n' > build.env\n    - ${claude}\nmake:\n  extends: .make\nuse:\n  script: [ ${claude} ]\n`;
    expect(await flags({ [`${shop}/.gitlab-ci.yml`]: text })).toEqual(['.gitlab-ci.yml:8 ci bare command', '.gitlab-ci.yml:12 ci sandboxed command']);
  });

  it('a run of PowerShell is read as PowerShell', async () => {
    const text = github(`      - shell: pwsh\n        run: |\n          $env:IS_SANDBOX = "1"\n          ${claude}\n`);
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: text })).toEqual(['a.yml:7 ci sandboxed command']);
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: text.replace('$env:', '$') })).toEqual(['a.yml:7 ci bare command']);
  });
});

describe('what a pipeline takes in from other files', () => {
  it('an action of the copy runs in the environment of each step that uses it', async () => {
    const action = `runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: ${claude}\n`;
    const workflow = (env: string): string => `jobs:\n  a:\n    strategy: { matrix: { os: [x, y] } }\n    steps:\n      - uses: ./.github/actions/fix\n        env: { ${env} }\n`;
    expect(await flags({ [`${shop}/.github/actions/fix/action.yml`]: action, [`${shop}/.github/workflows/a.yml`]: workflow('IS_SANDBOX: 1') })).toEqual(['action.yml:5 ci sandboxed command']);
    expect(await flags({ [`${shop}/.github/actions/fix/action.yml`]: action, [`${shop}/.github/workflows/a.yml`]: workflow('OTHER: 1') })).toEqual(['action.yml:5 ci bare command']);
    const opened = await openDrawn({ [`${shop}/.github/actions/fix/action.yml`]: action, [`${shop}/.github/workflows/a.yml`]: workflow('OTHER: 1') });
    expect(opened.posture.flags[0]?.reach).toBe('each run of job a, times 2 of its matrix');
  });

  it('a workflow that is called does not see its caller’s environment', async () => {
    const called = `on: { workflow_call: { inputs: { args: { type: string } } } }\njobs:\n  b:\n    steps:\n      - run: ${claude}\n`;
    const caller = 'env: { IS_SANDBOX: 1 }\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n';
    const opened = await openDrawn({ [`${shop}/.github/workflows/b.yml`]: called, [`${shop}/.github/workflows/a.yml`]: caller });
    expect(opened.posture.flags).toMatchObject([{ path: `${shop}/.github/workflows/b.yml`, line: 5, sandboxed: false, reach: 'each run of job b, called by each run of job a' }]);
  });

  it('an input that carries the flag is a request where it is given', async () => {
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: `jobs:\n  a:\n    uses: example/ci/.github/workflows/agent.yml@v1\n    with:\n      args: ${flag}\n` })).toEqual(['a.yml:5 ci bare input of example/ci/.github/workflows/agent.yml@v1']);
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: `jobs:\n  a:\n    uses: example/ci/.github/workflows/agent.yml@v1\n    with:\n      args: --verbose\n` })).toEqual([]);
  });

  it('GitLab includes files by any name, with the variables and jobs of the file that includes them', async () => {
    const drawing = (variables: string) => ({
      [`${shop}/.gitlab-ci.yml`]: `include:\n  - local: /ci/*.yml\nvariables: { ${variables} }\nfix:\n  extends: .agent\n`,
      [`${shop}/ci/agent.yml`]: `.agent:\n  script:\n    - ${claude}\n`,
    });
    expect(await flags(drawing('IS_SANDBOX: "1"'))).toEqual(['agent.yml:3 ci sandboxed command']);
    expect(await flags(drawing('OTHER: "1"'))).toEqual(['agent.yml:3 ci bare command']);
  });

  it('a job of GitLab adds its variables to those that it extends, and a reference takes a script over', async () => {
    expect(await flags({ [`${shop}/.gitlab-ci.yml`]: `.agent:\n  variables: { IS_SANDBOX: "1" }\n  script: [ ${claude} ]\nfix:\n  extends: .agent\nother:\n  extends: .agent\n  variables: { IS_SANDBOX: "0" }\n` })).toEqual(['.gitlab-ci.yml:3 ci sandboxed command', '.gitlab-ci.yml:3 ci bare command']);
    expect(await flags({ [`${shop}/.gitlab-ci.yml`]: `.agent:\n  script:\n    - ${claude}\nfix:\n  variables: { IS_SANDBOX: "1" }\n  script:\n    - !reference [.agent, script]\n` })).toEqual(['.gitlab-ci.yml:3 ci sandboxed command']);
  });

  it('anchors and merge keys carry the environment along', async () => {
    expect(await flags({ [`${shop}/.gitlab-ci.yml`]: `.env: &env { IS_SANDBOX: "1" }\nfix:\n  variables:\n    <<: *env\n  script:\n    - ${claude}\n` })).toEqual(['.gitlab-ci.yml:6 ci sandboxed command']);
    expect(await flags({ [`${shop}/.github/workflows/a.yml`]: `x-steps: &steps\n  - run: ${claude}\njobs:\n  a:\n    steps: *steps\n` })).toEqual(['a.yml:2 ci bare command']);
  });

  it('a template of Azure is part of the pipeline, whatever its name', async () => {
    expect(await flags({ [`${shop}/azure-pipelines.yml`]: 'steps:\n  - template: ci/steps.yml\n', [`${shop}/ci/steps.yml`]: `steps:\n  - script: ${claude}\n` })).toEqual(['steps.yml:2 ci bare command']);
    expect(await flags({ [`${shop}/ci/steps.yml`]: `steps:\n  - script: ${claude}\n` })).toEqual(['steps.yml:2 script bare command']);
  });
});

describe('what a container is given by other files', () => {
  const compose = `services:\n  a:\n    env_file: [ agent.env ]\n    command: ${claude}\n`;
  it('compose reads its env_file, and its own environment wins', async () => {
    expect(await flags({ [`${shop}/compose.yaml`]: compose, [`${shop}/agent.env`]: '# box\nIS_SANDBOX=1\r\n' })).toEqual(['compose.yaml:4 container sandboxed command']);
    expect(await flags({ [`${shop}/compose.yaml`]: compose, [`${shop}/other.env`]: 'IS_SANDBOX=1\n' })).toEqual(['compose.yaml:4 container bare command']);
    expect(await flags({ [`${shop}/compose.yaml`]: `${compose}    environment: { IS_SANDBOX: "" }\n`, [`${shop}/agent.env`]: 'IS_SANDBOX=1\n' })).toEqual(['compose.yaml:4 container bare command']);
    expect(await flags({ [`${shop}/compose.yaml`]: compose.replace('[ agent.env ]', '[ { path: ../agent.env, required: false } ]'), 'Users/kim/work/agent.env': "IS_SANDBOX='1'\n" })).toEqual(['compose.yaml:4 container sandboxed command']);
  });

  it('a service has the environment of the one that it extends', async () => {
    expect(await flags({ [`${shop}/compose.yaml`]: `services:\n  base:\n    environment: { IS_SANDBOX: "1" }\n  a:\n    extends: { service: base }\n    command: ${claude}\n` })).toEqual(['compose.yaml:6 container sandboxed command']);
    expect(await flags({ [`${shop}/compose.yaml`]: `services:\n  base:\n    environment: { IS_SANDBOX: "1" }\n  a:\n    command: ${claude}\n` })).toEqual(['compose.yaml:5 container bare command']);
    expect(await flags({ [`${shop}/compose.yaml`]: `services:\n  a:\n    extends: { service: a }\n    command: ${claude}\n` })).toEqual(['compose.yaml:4 container bare command']);
  });

  it('a development container has the environment of its image’s file or its service', async () => {
    const file = (more: string): string => `{ ${more},\n "postCreateCommand": "${claude}" }\n`;
    const path = `${shop}/.devcontainer/devcontainer.json`;
    expect(await flags({ [path]: file('"build": { "dockerfile": "Dockerfile" }'), [`${shop}/.devcontainer/Dockerfile`]: 'FROM x\nENV IS_SANDBOX=1\n' })).toEqual(['devcontainer.json:2 container sandboxed command']);
    expect(await flags({ [path]: file('"build": { "dockerfile": "Dockerfile" }'), [`${shop}/.devcontainer/Dockerfile`]: 'FROM x\nENV IS_SANDBOX=1\nFROM y\n' })).toEqual(['devcontainer.json:2 container bare command']);
    expect(await flags({ [path]: file('"dockerComposeFile": "../compose.yaml", "service": "a"'), [`${shop}/compose.yaml`]: 'services:\n  a:\n    environment: [ IS_SANDBOX=1 ]\n' })).toEqual(['devcontainer.json:2 container sandboxed command']);
    expect(await flags({ [path]: file('"dockerComposeFile": "../compose.yaml", "service": "b"'), [`${shop}/compose.yaml`]: 'services:\n  a:\n    environment: [ IS_SANDBOX=1 ]\n' })).toEqual(['devcontainer.json:2 container bare command']);
    expect(await flags({ [path]: file('"runArgs": ["--env-file", "agent.env"]'), [`${shop}/.devcontainer/agent.env`]: 'IS_SANDBOX=1\n' })).toEqual(['devcontainer.json:2 container sandboxed command']);
  });

  it('a script has what it sources, and a container that it starts what its file of variables says', async () => {
    const run = (line: string) => ({ [`${shop}/run.sh`]: `${line}\n${claude}\n`, [`${shop}/env.sh`]: 'export IS_SANDBOX=1\r\n', [`${shop}/plain.env`]: 'IS_SANDBOX=1\n' });
    expect(await flags(run('source ./env.sh'))).toEqual(['run.sh:2 script sandboxed command']);
    expect(await flags(run('. plain.env'))).toEqual(['run.sh:2 script bare command']);
    expect(await flags(run('set -a; . ./plain.env; set +a'))).toEqual(['run.sh:2 script sandboxed command']);
    expect(await flags(run('(source ./env.sh)'))).toEqual(['run.sh:2 script bare command']);
    expect(await flags(run('source ./gone.sh'))).toEqual(['run.sh:2 script bare command']);
    expect(await flags({ [`${shop}/run.sh`]: `docker run --env-file plain.env image ${claude}\ndocker run --env-file=gone.env image ${claude}\n`, [`${shop}/plain.env`]: 'IS_SANDBOX=1\n' })).toEqual(['run.sh:1 script sandboxed command', 'run.sh:2 script bare command']);
    expect(await flags({ [`${shop}/a.sh`]: `source ./a.sh\n${claude}\n` })).toEqual(['a.sh:2 script bare command']);
  });

  it('a unit of a user finds its file by the home', async () => {
    const unit = `[Service]\nEnvironmentFile=%h/agent.env\nExecStart=${claude}\n`;
    expect(await flags({ 'home/kim/.config/systemd/user/a.service': unit, 'home/kim/agent.env': 'IS_SANDBOX=1\n' })).toEqual(['a.service:3 script sandboxed command']);
    expect(await flags({ 'home/kim/.config/systemd/user/a.service': unit, 'home/lee/agent.env': 'IS_SANDBOX=1\n' })).toEqual(['a.service:3 script bare command']);
  });

  it('a systemd unit reads the environment file that the copy has', async () => {
    const unit = `[Service]\nEnvironmentFile=-/etc/default/agent\nExecStart=${claude}\n`;
    expect(await flags({ 'etc/systemd/system/a.service': unit, 'etc/default/agent': 'IS_SANDBOX=1\n' })).toEqual(['a.service:3 script sandboxed command']);
    expect(await flags({ 'etc/systemd/system/a.service': unit })).toEqual(['a.service:3 script bare command']);
  });
});

describe('how wide a place reaches', () => {
  const workflow = (matrix: string): string => `jobs:\n  a:\n    strategy:\n      matrix: ${matrix}\n    steps:\n      - run: ${claude}\n`;
  it.each([
    ['{ os: [a, b], node: [1, 2, 3] }', 'each run of job a, times 6 of its matrix'],
    ['{ os: [a, b], node: [1, 2], exclude: [ { os: a, node: 1 } ] }', 'each run of job a, times 3 of its matrix'],
    ['{ os: [a, b], node: [1, 2], exclude: [ { os: a } ] }', 'each run of job a, times 2 of its matrix'],
    ['{ os: [a, b], include: [ { os: a, extra: x } ] }', 'each run of job a, times 2 of its matrix'],
    ['{ os: [a, b], include: [ { extra: x } ] }', 'each run of job a, times 2 of its matrix'],
    ['{ os: [a, b], include: [ { os: c } ] }', 'each run of job a, times 3 of its matrix'],
    ['{ include: [ { os: a }, { os: b }, { os: c } ] }', 'each run of job a, times 3 of its matrix'],
    ['{ os: "${{ fromJSON(needs.x.outputs.y) }}" }', 'each run of job a, times a matrix made at run time'],
    ['{ os: [a] }', 'each run of job a'],
  ])('GitHub: %s', async (matrix, reach) => {
    expect(await reaches('.github/workflows/a.yml', workflow(matrix))).toEqual([reach]);
  });

  it.each([
    ['parallel: 5', 'each run of job a, 5 times'],
    ['parallel: { matrix: [ { A: [x, y], B: [1, 2, 3] }, { A: z } ] }', 'each run of job a, 7 times'],
    ['parallel: { matrix: [ { A: x } ] }', 'each run of job a'],
  ])('GitLab: %s', async (parallel, reach) => {
    expect(await reaches('.gitlab-ci.yml', `a:\n  ${parallel}\n  script: [ ${claude} ]\n`)).toEqual([reach]);
  });

  it.each([
    ['{ matrix: { parameters: { os: [a, b], v: [1, 2, 3] } } }', '', 'each run of job a, 6 times'],
    ['{ matrix: { parameters: { os: [a, b], v: [1, 2] }, exclude: [ { os: a, v: 2 } ] } }', '', 'each run of job a, 3 times'],
    ['{ matrix: { parameters: { os: [a, b] } } }', '    parallelism: 4\n', 'each run of job a, 8 times'],
    ['{ context: x }', '', 'each run of job a'],
  ])('CircleCI: %s', async (options, more, reach) => {
    expect(await reaches('.circleci/config.yml', `jobs:\n  a:\n    machine: true\n${more}    steps:\n      - run: ${claude}\nworkflows:\n  w:\n    jobs:\n      - a: ${options}\n`)).toEqual([reach]);
  });

  it.each([
    ['matrix: [a, b, c]', 'each run of the pipeline, times 3 of its matrix'],
    ['matrix: { setup: { os: [a, b], v: [1, 2] }, adjustments: [ { with: { os: a, v: 1 }, skip: true }, { with: { os: c, v: 1 } } ] }', 'each run of the pipeline, times 4 of its matrix'],
    ['parallelism: 3', 'each build, 3 times'],
    ['label: x', 'each run of the pipeline'],
  ])('Buildkite: %s', async (more, reach) => {
    expect(await reaches('.buildkite/pipeline.yml', `steps:\n  - command: ${claude}\n    ${more}\n`)).toEqual([reach]);
  });

  it('Azure and Jenkins: rows of a matrix', async () => {
    expect(await reaches('azure-pipelines.yml', `jobs:\n  - job: a\n    strategy: { matrix: { x: { v: 1 }, y: { v: 2 } } }\n    steps:\n      - script: ${claude}\n`)).toEqual(['each run of the pipeline, times 2 of its matrix']);
    expect(await reaches('azure-pipelines.yml', `jobs:\n  - job: a\n    strategy: { parallel: 4 }\n    steps:\n      - script: ${claude}\n`)).toEqual(['each run of the pipeline, 4 times']);
    expect(await reaches('Jenkinsfile', `pipeline { stages { stage('x') { matrix {\n axes {\n  axis { name 'OS'\n values 'a', 'b' }\n  axis { name 'V'\n values '1', '2', '3' }\n }\n stages { stage('y') { steps { sh '${claude}' } } }\n} } } }\n`)).toEqual(['each run of the pipeline, times 6 of its matrix']);
  });
});

describe('settings and heads that start something', () => {
  it('a hook that starts an agent asks for it, and settings can claim a sandbox for it', async () => {
    const settings = (env: string): string => `{\n "env": { ${env} },\n "hooks": { "Stop": [ { "hooks": [ { "type": "command",\n  "command": "${claude} -p next" } ] } ] }\n}\n`;
    expect(await flags({ [`${shop}/.claude/settings.json`]: settings('"IS_SANDBOX": "1"') })).toEqual(['settings.json:4 settings sandboxed command']);
    expect(await flags({ [`${shop}/.claude/settings.json`]: settings('') })).toEqual(['settings.json:4 settings bare command']);
  });

  it('a tool server that is an agent in that mode is a request', async () => {
    expect(await flags({ [`${shop}/.mcp.json`]: `{ "mcpServers": { "a": {\n  "command": "claude", "args": ["mcp", "serve", "${flag}"] } } }\n` })).toEqual(['.mcp.json:2 settings bare command']);
    expect(await flags({ [`${shop}/.mcp.json`]: `{ "mcpServers": { "a": {\n  "command": "npx", "args": ["x"], "note": "not ${flag}" } } }\n` })).toEqual(['.mcp.json:2 documentation bare named in a comment or in text that is not run']);
  });

  it('the head of an agent can ask for the mode, its text only names it', async () => {
    expect(await flags({ [`${shop}/.claude/agents/fix.md`]: `---\nname: fix\npermissionMode: bypassPermissions\n---\nUse ${flag}.\n` })).toEqual(['fix.md:3 settings bare head of an agent', 'fix.md:5 documentation bare named in prose']);
    expect(await flags({ [`${shop}/notes/fix.md`]: '---\npermissionMode: bypassPermissions\n---\n' })).toEqual(['fix.md:2 documentation bare named in prose']);
  });

  it('hooks in the head of an agent and of a skill are hooks, in a text they are not', async () => {
    const head = (more = ''): string => `---\nname: x\r\nhooks:\n  PreToolUse:\n    - matcher: Bash\n      hooks:\n        - type: command\n          command: ./check.sh${more}\n---\ntext\n`;
    const opened = await openDrawn({ [`${shop}/.claude/agents/a.md`]: head(), [`${shop}/check.sh`]: 'exit 2\n', 'Users/kim/.claude/skills/b/SKILL.md': head(), [`${shop}/docs/c.md`]: head(), 'Users/kim/.claude/plugins/p/commands/d.md': head() });
    expect(opened.posture.hooks.map(({ hook }) => [hook.ref.path.split('/').at(-1), hook.ref.line, hook.event, hook.matcher, hook.scope, hook.file])).toEqual([
      ['d.md', 8, 'PreToolUse', 'Bash', 'plugin', 'absent'],
      ['SKILL.md', 8, 'PreToolUse', 'Bash', 'user', 'absent'],
      ['a.md', 8, 'PreToolUse', 'Bash', 'project', `${shop}/check.sh`],
    ]);
  });
});

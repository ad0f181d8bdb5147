/** The environment of a build runner changed for the steps that follow. */
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const files = /\$?GITHUB_(?:PATH|ENV)$|\$?BASH_ENV$/;
const commands = /##vso\[task\.(?:prependpath|setvariable|setsecret)|^::(?:add-path|set-env|save-state)\b|##teamcity\[setParameter/;
const redirects = /(?:^|[\s"'])(?:OLLAMA_HOST|ANTHROPIC_BASE_URL|OPENAI_(?:BASE_URL|API_BASE)|HF_ENDPOINT|AZURE_OPENAI_ENDPOINT|GOOGLE_GEMINI_BASE_URL|PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|NPM_CONFIG_REGISTRY|npm_config_registry|GOPROXY|UV_INDEX_URL)\s*=\s*["']?([^\s"']+)/;

export const rule = defineRule(
  {
    id: 'supply.ci-path',
    title: 'Environment of later build steps changed',
    severity: 'medium',
    attack: ['T1574.007', 'T1195.002'],
    looksAt: ['exec', 'write'],
    programs: (program) => program === 'echo' || program === 'printf' || program === 'tee',
    paths: [files],
    why: 'What a step writes there decides which programs and addresses the steps after it use.',
    doesNotShow: 'Which steps followed.',
    otherExplanation: 'Pipelines put the tools they install on the path in this way.',
    canBeWrong: 'Outside a build runner the text has no effect.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'file' && fact.operation === 'write' && files.test(fact.written)) return [hitOn(call, fact, { severity: 'medium', what: `writes to ${fact.written}, which later build steps take their environment from.`, detail: { written: fact.written } })];
      if (fact.kind !== 'exec' || !/^(?:echo|printf)$/.test(fact.program)) continue;
      const line = fact.argv.join(' ');
      const command = fact.argv.find((argument) => commands.test(argument));
      if (command !== undefined && call.facts.every((other) => other.kind !== 'file')) return [hitOn(call, fact, { severity: 'medium', what: `prints a command to a build runner: ${lineOf(fact)}.`, detail: { command: command.slice(0, 500) } })];
      const target = redirects.exec(line)?.[1];
      if (target === undefined || /localhost|127\.0\.0\.1|\[::1\]/.test(target) || !call.facts.some((other) => other.kind === 'file' && other.operation === 'write' && !/\.(?:md|example|sample|template|txt)$/.test(other.written))) continue;
      return [hitOn(call, fact, { severity: 'medium', what: `writes down that packages or answers come from ${target.slice(0, 200)}.`, title: 'Other source written down', ruleId: 'supply.custom-registry', detail: { target: target.slice(0, 500) } })];
    }
    return noHits;
  },
);

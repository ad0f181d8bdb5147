/** Packages taken from another registry than the usual ones, or the settings that say so. */
import { judge } from '../../../policy/policy.ts';
import { flagValue, lineOf } from '../../command-line.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

const managers = /^(?:npm|pnpm|yarn|bun|npx|bunx|pip|pip3|pipx|uv|uvx|poetry|pdm|pipenv|conda|mamba|gem|bundle|cargo|go|composer|twine|nuget|dotnet|helm|mvn|gradle|easy_install)$/;
const settings = /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|pip\.conf|pip\.ini|\.pypirc|\.condarc|\.gemrc|\.cargo\/config(?:\.toml)?|NuGet\.Config|settings\.xml|\.bundle\/config|bunfig\.toml)$|(?:^|\/)\.pip\//i;
const variables = /^(?:PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|UV_INDEX_URL|UV_EXTRA_INDEX_URL|UV_DEFAULT_INDEX|UV_INDEX|npm_config_registry|NPM_CONFIG_REGISTRY|YARN_REGISTRY|YARN_NPM_REGISTRY_SERVER|GOPROXY|GONOSUMDB|GONOSUMCHECK|GOFLAGS|GOSUMDB|GOPRIVATE|GOINSECURE|CARGO_REGISTRIES_\w+|CARGO_REGISTRY_DEFAULT|GEM_SOURCE|BUNDLE_MIRROR\w*|PIP_TRUSTED_HOST|CONDA_CHANNELS|HF_ENDPOINT|ANTHROPIC_BASE_URL|OPENAI_BASE_URL|OPENAI_API_BASE|OLLAMA_HOST|DOCKER_CONTENT_TRUST)$/;

function registryOf(fact: ExecFact): string | null {
  if (!managers.test(fact.program) || fact.argv.some((argument) => /^(?:--remove|remove|-r|delete|unset)$/.test(argument) && fact.program === 'gem')) return null;
  const trusted = /^(?:pip3?|uv|pipx)$/.test(fact.program) ? flagValue(fact, '--trusted-host', '--allow-insecure-host') : null;
  if (trusted !== null) return trusted;
  const named = flagValue(fact, '--registry', '--index-url', '-i', '--extra-index-url', '--find-links', '--index', '--default-index', '--source', '--repository-url', '--channel', '-s', '--clear-sources', '-Source', '-source');
  const channel = /^(?:conda|mamba|micromamba)$/.test(fact.program) ? flagValue(fact, '-c', '--channel') : null;
  if (channel !== null && /^https?:/.test(channel)) return channel;
  if (named !== null && /[/.]/.test(named) && /:\/\/|^[\w-]+\.[\w.-]+/.test(named)) return named;
  if (/^(?:npm|pnpm|yarn|pip3?|bun|go|conda|gem|composer|uv)$/.test(fact.program) && /^(?:config|set|env|sources|--config|c)$/.test(fact.argv[0] ?? '')) {
    const line = fact.argv.join(' ');
    const url = /https?:\/\/[^\s'"]+/.exec(line)?.[0];
    if (/(?:registry|index-url|proxy|mirror|channels|sources|extra-index|trusted-host|repo)/i.test(line) && url !== undefined && !/\b(?:get|list|ls|delete)\b/.test(fact.argv[1] ?? '')) return url;
    if (fact.program === 'go' && /-w\s.*(?:GOPROXY|GONOSUM|GOFLAGS|GOINSECURE|GOSUMDB)/.test(line)) return line;
    if (fact.program === 'npm' && /\bset\b.*(?:strict-ssl[= ]false|ignore-scripts[= ]false|registry)/.test(line)) return url ?? line;
  }
  return null;
}

/** Package sources that the makers of well-known packages run beside the usual registries. */
const vendorSources = /^(?:https?:\/\/)?(?:[\w-]+\.)+(?:pytorch\.org|nvidia\.com|google\.com|googleapis\.com|elastic\.co|github\.com|gitlab\.com|microsoft\.com)(?:[:/]|$)/;

const containerClients = /^(?:docker|podman|nerdctl|crane|skopeo|buildah|ctr|crictl)$/;

/** The image that is fetched or run, where its name says which registry it is from. */
function imageOf(fact: ExecFact): string | null {
  if (!containerClients.test(fact.program) || !/^(?:run|pull|create|image|container)$/.test(fact.argv[0] ?? '')) return null;
  const image = fact.argv.slice(1).find((argument) => /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/[\w./-]+(?:[:@]\S+)?$/.test(argument));
  return image === undefined ? null : image;
}

export const rule = defineRule(
  {
    id: 'supply.custom-registry',
    title: 'Other package source',
    severity: 'medium',
    attack: ['T1195.001', 'T1195.002'],
    looksAt: ['exec', 'write', 'env'],
    programs: (program) => managers.test(program) || containerClients.test(program),
    paths: [settings],
    why: 'A package of a known name from another source can be another package.',
    doesNotShow: 'What was installed from there.',
    otherExplanation: 'Companies run their own registries; the policy can name them.',
    canBeWrong: 'A source that the policy names is not reported.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec') {
        const source = registryOf(fact) ?? imageOf(fact);
        if (source === null) continue;
        const verdict = judge(source, call.policy).verdict;
        if (verdict === 'sanctioned' || verdict === 'local') continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: vendorSources.test(source) || (verdict === 'private' && !/^http:/.test(source)) || verdict === 'unknown' ? 'low' : 'medium', what: `takes packages from ${source.slice(0, 300)}: ${lineOf(fact)}.`, detail: { program: fact.program, source: source.slice(0, 1000) } }));
      } else if (fact.kind === 'env' && variables.test(fact.name) && fact.value !== null && fact.value !== '') {
        const url = /https?:\/\/[^\s,|'"]+/.exec(fact.value)?.[0];
        const verdict = url === undefined ? null : judge(url, call.policy).verdict;
        if (verdict === 'sanctioned' || verdict === 'local') continue;
        if (verdict === null && !/^GO(?:NOSUM|INSECURE)/.test(fact.name) && !(fact.name === 'GOSUMDB' && fact.value === 'off') && !(fact.name === 'GOFLAGS' && /insecure|toolexec|-overlay/.test(fact.value)) && !(/^(?:OLLAMA_HOST)$/.test(fact.name) && !/localhost|127\.|0\.0\.0\.0/.test(fact.value)) && !(fact.name === 'DOCKER_CONTENT_TRUST' && fact.value === '0')) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `sets ${fact.name}, so that packages or answers come from elsewhere.`, detail: { name: fact.name, value: fact.value.slice(0, 1000) } }));
      } else if (fact.kind === 'file' && fact.operation === 'write' && settings.test(fact.path ?? fact.written) && !/\/\.m2\/repository\//.test(fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `writes to ${fact.path === null ? fact.written : shownPath(fact.path, call)}, which says where packages come from.`, detail: { path: fact.path, via: fact.via } }));
      }
    }
    return hits?.slice(0, 4) ?? noHits;
  },
);

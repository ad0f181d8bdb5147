/** Something published where others install it from. */
import { hasFlag, isDryRun, lineOf, operandsOf } from '../../command-line.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const publishers: Readonly<Record<string, RegExp>> = {
  npm: /^(?:publish|unpublish|deprecate|dist-tag|owner|access|adduser|token)$/, pnpm: /^publish$/, yarn: /^(?:publish|npm)$/, bun: /^publish$/, lerna: /^publish$/, changeset: /^publish$/, 'semantic-release': /./, np: /./,
  twine: /^upload$/, poetry: /^publish$/, uv: /^publish$/, pdm: /^publish$/, flit: /^publish$/, hatch: /^publish$/, maturin: /^(?:publish|upload)$/, cargo: /^(?:publish|yank|owner)$/, gem: /^(?:push|yank|owner)$/, mvn: /^(?:deploy|release:perform)$/, gradle: /publish/i, gradlew: /publish/i, mvnw: /^(?:deploy|release:perform)$/, sbt: /publish/i, dotnet: /^nuget$/, nuget: /^push$/,
  docker: /^push$/, podman: /^push$/, skopeo: /^copy$/, crane: /^push$/, oras: /^push$/, helm: /^push$/, vsce: /^publish$/, ovsx: /^publish$/, jsr: /^publish$/, deno: /^publish$/, composer: /\x00/, pod: /^trunk$/, 'clojars': /./, mix: /^hex\.publish$/, dart: /^pub$/, flutter: /^pub$/, conan: /^upload$/, luarocks: /^upload$/, anaconda: /^upload$/, 'chrome-webstore-upload': /./,
};

function publishes(fact: ExecFact): boolean {
  if (isDryRun(fact) || hasFlag(fact, '', 'dry-run')) return false;
  const pattern = Object.hasOwn(publishers, fact.program) ? publishers[fact.program] : undefined;
  const operands = operandsOf(fact);
  if (pattern?.test(operands[0] ?? '')) {
    if (/^(?:dart|flutter)$/.test(fact.program)) return operands[1] === 'publish';
    if (fact.program === 'dotnet') return operands[1] === 'push';
    if (fact.program === 'yarn' && operands[0] === 'npm') return operands[1] === 'publish';
    if (fact.program === 'npm' && /^(?:dist-tag|owner|access|token)$/.test(operands[0] ?? '')) return /^(?:add|rm|remove|grant|public|create|revoke)$/.test(operands[1] ?? '');
    return true;
  }
  if (fact.program === 'gh') return operands[0] === 'release' && /^(?:create|upload|edit|delete)$/.test(operands[1] ?? '');
  return /^python[\d.]*$/.test(fact.program) && fact.argv[0] === '-m' && fact.argv[1] === 'twine' && fact.argv[2] === 'upload';
}

export const rule = defineRule(
  {
    id: 'supply.publish',
    title: 'Published for others to install',
    severity: 'high',
    attack: ['T1195.002', 'AML.T0086'],
    looksAt: ['exec'],
    programs: (program) => Object.hasOwn(publishers, program) || program === 'gh' || program.startsWith('python'),
    why: 'What is published reaches others who trust the name, and it also carries whatever the package holds to the outside.',
    doesNotShow: 'That the registry took it.',
    otherExplanation: 'Releasing is ordinary work where somebody asked for it.',
    canBeWrong: 'A private registry may stand behind the same command.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !publishes(fact)) continue;
      const image = /^(?:docker|podman|skopeo|crane|oras|helm)$/.test(fact.program);
      return [hitOn(call, fact, { severity: image || fact.program === 'gh' ? 'medium' : 'high', what: `publishes: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);

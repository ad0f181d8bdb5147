/** A package source or its key added to the system. */
import { lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const places = /^\/(?:etc\/(?:apt\/(?:sources\.list|trusted\.gpg|keyrings|preferences)|yum\.repos\.d|zypp|apk\/repositories|pacman\.conf|dnf)|usr\/share\/keyrings|usr\/local\/share\/ca-certificates|etc\/(?:ssl\/certs|pki))/;

export const rule = defineRule(
  {
    id: 'supply.pipe-repo',
    title: 'Package source or trusted key added',
    severity: 'medium',
    attack: ['T1195.002', 'T1553.004'],
    looksAt: ['exec', 'write'],
    programs: (program) => /^(?:add-apt-repository|apt-key|update-ca-certificates|update-ca-trust|rpm|security|certutil|dnf|yum|dnf-config-manager|yum-config-manager|helm|flatpak|trust)$/.test(program),
    paths: [places],
    why: 'A source or a certificate that the system trusts from now on can replace what is installed or read.',
    doesNotShow: 'What was installed from it.',
    otherExplanation: 'Vendors ask for such a line in their set-up instructions.',
    canBeWrong: 'In a container it concerns the container only.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      const exec =
        fact.kind === 'exec' &&
        (fact.program === 'add-apt-repository' || fact.program === 'apt-key' || fact.program === 'update-ca-certificates' || fact.program === 'update-ca-trust' || (fact.program === 'rpm' && fact.argv[0] === '--import') || (fact.program === 'security' && fact.argv[0] === 'add-trusted-cert') || (fact.program === 'certutil' && fact.argv.some((argument) => /^-A|addstore/i.test(argument))) || (/^(?:dnf|yum)(?:-config-manager)?$/.test(fact.program) && fact.argv.some((argument) => /^--add-repo/.test(argument))) || (fact.program === 'helm' && fact.argv[0] === 'repo' && fact.argv[1] === 'add') || (fact.program === 'flatpak' && fact.argv[0] === 'remote-add') || (fact.program === 'trust' && fact.argv[0] === 'anchor'));
      if (fact.kind === 'exec' && exec && !(fact.program === 'apt-key' && /^(?:list|finger)$/.test(fact.argv[0] ?? ''))) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: fact.program === 'helm' ? 'low' : 'medium', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } }));
      } else if (fact.kind === 'file' && fact.operation === 'write' && places.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `writes to ${fact.written}, which says whom package installs trust.`, detail: { path: fact.path } }));
      }
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);

/** A credential packed or encoded, the step before it is carried off. */
import { storeOf } from '../../credential-stores.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

function packs(fact: ExecFact): boolean {
  const { program, argv } = fact;
  if (/^(?:base64|base32|xxd|uuencode|hexdump|od)$/.test(program)) return !argv.some((argument) => /^(?:-d|-D|--decode|-r)$/.test(argument));
  if (/^(?:tar|gtar|bsdtar)$/.test(program)) return argv.some((argument, at) => /^-?-?[a-zA-Z]*c[a-zA-Z]*$|^--create$/.test(argument) && (at === 0 || argument.startsWith('-')));
  if (/^(?:zip|7z|7za|rar|cpio|ar)$/.test(program)) return true;
  if (program === 'openssl') return argv[0] === 'enc' && !argv.includes('-d');
  if (/^gpg2?$/.test(program)) return argv.some((argument) => /^(?:-c|--symmetric|-e|--encrypt)$/.test(argument));
  return /^(?:python|node|ruby|perl|php)/.test(program) && argv.some((argument) => /b64encode|btoa\(|encode64|base64_encode|toString\(['"]base64/.test(argument));
}

export const rule = defineRule(
  {
    id: 'exfil.prepared',
    title: 'Credential packed or encoded',
    severity: 'high',
    attack: ['T1560.001', 'T1132.001'],
    looksAt: ['exec'],
    programs: (program) => /^(?:base64|base32|xxd|uuencode|hexdump|od|tar|gtar|bsdtar|zip|7z|7za|rar|cpio|ar|openssl|gpg2?|(?:python|node|ruby|perl|php)\S*)$/.test(program),
    why: 'Packing or encoding what a credential store holds is the usual step before it is carried off.',
    doesNotShow: 'That it left the machine.',
    otherExplanation: 'Secrets are encoded to be put into a deployment’s settings.',
    canBeWrong: 'The encoding may concern something else in the same command.',
  },
  (call) => {
    const packer = call.facts.find((fact) => fact.kind === 'exec' && packs(fact));
    if (packer?.kind !== 'exec') return noHits;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || fact.operation !== 'read') continue;
      const path = fact.path === null ? fact.written : shownPath(fact.path, call);
      const store = storeOf(path);
      if (store === null || store.severity !== 'high') continue;
      return [hitOn(call, packer, { severity: 'high', what: `packs or encodes ${path} (${store.title}) by ${packer.program}.`, detail: { path: fact.path, program: packer.program } })];
    }
    return noHits;
  },
);

/** A credential packed or encoded, the step before it is carried off. */
import { storeOf } from '../../credential-stores.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { isInside } from '../../../paths/source-path.ts';
import { secretPrinter } from '../../../shell/programs/secret-printers.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { gitLineOf } from '../../git-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

const languages = /^(?:python|node|ruby|perl|php)/;
/** What encodes in code. */
const encoding = /b64encode|btoa\(|encode64|base64_encode|toString\(['"]base64/;
/** Subcommands of git by which a text or a repository is carried along. */
const carrying = /^(?:notes|commit|tag|bundle)$/;

function packs(fact: ExecFact): boolean {
  const { program, argv } = fact;
  if (/^(?:base64|base32|xxd|uuencode|hexdump|od)$/.test(program)) return !argv.some((argument) => /^(?:-d|-D|--decode|-r)$/.test(argument));
  if (/^(?:tar|gtar|bsdtar)$/.test(program)) return argv.some((argument, at) => /^-?-?[a-zA-Z]*c[a-zA-Z]*$|^--create$/.test(argument) && (at === 0 || argument.startsWith('-')));
  if (/^(?:zip|7z|7za|rar|cpio|ar)$/.test(program)) return true;
  if (program === 'openssl') return argv[0] === 'enc' && !argv.includes('-d');
  if (/^gpg2?$/.test(program)) return argv.some((argument) => /^(?:-c|--symmetric|-e|--encrypt)$/.test(argument));
  return languages.test(program) && argv.some((argument) => encoding.test(argument));
}

/** Programs that put a text or a file where nobody looks for it: tags of pictures, attributes of files, notes. */
function carries(fact: ExecFact): boolean {
  const { program, argv } = fact;
  switch (program) {
    case 'exiftool':
      return argv.some((argument) => /^-[A-Z]\w*(?:<)?=/.test(argument));
    case 'setfattr':
      return argv.some((argument) => /^-v|^--value/.test(argument));
    case 'xattr':
      return argv.some((argument) => /^-\w*w/.test(argument));
    case 'steghide':
    case 'outguess':
    case 'stegsnow':
    case 'cloakify':
    case 'stegano':
      return argv.length > 0 && !argv.includes('extract');
    case 'git':
      return argv.some((argument) => carrying.test(argument));
    default:
      return false;
  }
}

/** Files of accounts and hosts, worth little by themselves, but not to be encoded without a reason. */
const accounts = /^\/etc\/(?:passwd|group|hosts|hostname|machine-id|ssh\/sshd_config)$/;

/** A whole repository packed into one file that lies outside of it. */
function bundles(call: ExaminedCall): readonly RuleHit[] {
  for (const fact of call.facts) {
    const git = fact.kind === 'exec' ? gitLineOf(fact) : null;
    if (fact.kind !== 'exec' || git?.verb !== 'bundle' || git.operands[0] !== 'create') continue;
    const target = call.facts.find((other) => other.kind === 'file' && other.operation === 'write' && other.via === 'git bundle');
    if (target?.kind === 'file' && target.path !== null && call.root.path !== null && isInside(call.root.path, target.path, call.machine)) continue;
    return [hitOn(call, fact, { severity: 'medium', what: `packs the repository with its history into ${git.operands[1] ?? 'a file'}.`, title: 'Repository packed into one file', ruleId: 'exfil.bundle', detail: { program: 'git' } })];
  }
  return noHits;
}

export const rule = defineRule(
  {
    id: 'exfil.prepared',
    title: 'Credential packed or encoded',
    severity: 'high',
    attack: ['T1560.001', 'T1132.001'],
    looksAt: ['exec'],
    programs: (program) => /^(?:base64|base32|xxd|uuencode|hexdump|od|tar|gtar|bsdtar|zip|7z|7za|rar|cpio|ar|openssl|gpg2?|(?:python|node|ruby|perl|php)\S*|exiftool|setfattr|xattr|steghide|outguess|stegsnow|cloakify|stegano|git)$/.test(program),
    words: [encoding, carrying],
    wordsOf: (program) => program === 'git' || languages.test(program),
    why: 'Packing or encoding what a credential store holds is the usual step before it is carried off.',
    doesNotShow: 'That it left the machine.',
    otherExplanation: 'Secrets are encoded to be put into a deployment’s settings.',
    canBeWrong: 'The encoding may concern something else in the same command.',
  },
  (call) => {
    const packer = call.facts.find((fact) => fact.kind === 'exec' && (packs(fact) || carries(fact)));
    if (packer?.kind !== 'exec') return noHits;
    const hidden = carries(packer);
    if (packer.program === 'git' && !call.facts.some((fact) => fact.kind === 'file' && fact.operation === 'read' && !fact.via.startsWith('git') && storeOf(fact.path === null ? fact.written : shownPath(fact.path, call))?.severity === 'high')) return bundles(call);
    const printed = hidden ? call.facts.find((fact) => fact.kind === 'exec' && secretPrinter(fact.program, fact.argv.join(' '))) : undefined;
    if (printed?.kind === 'exec') return [hitOn(call, packer, { severity: 'high', what: `hides what ${printed.program} prints by ${packer.program}.`, title: 'Credential hidden in a carrier', detail: { program: packer.program, from: printed.program } })];
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || fact.operation !== 'read') continue;
      const path = fact.path === null ? fact.written : shownPath(fact.path, call);
      const store = storeOf(path);
      if (store === null && accounts.test(path) && (hidden || /^(?:base64|base32|xxd|uuencode|openssl|gpg2?)$/.test(packer.program))) return [hitOn(call, packer, { severity: 'medium', what: `packs, encodes or hides ${path} by ${packer.program}.`, title: 'Account file packed or encoded', detail: { path: fact.path, program: packer.program } })];
      if (store === null || store.severity !== 'high') continue;
      return [hitOn(call, packer, { severity: 'high', what: `${hidden ? 'hides' : 'packs or encodes'} ${path} (${store.title}) by ${packer.program}.`, detail: { path: fact.path, program: packer.program } })];
    }
    return noHits;
  },
);

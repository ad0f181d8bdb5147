/** A search for secrets over many files. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import type { ExaminedCall } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const secretWords = /(?:passw(?:or)?d|secret|api[_-]?key|access[_-]?(?:key|token)|private[_-]?key|BEGIN [\w ]*PRIVATE|AKIA|aws_secret|_token\b|bearer|credential)/i;
const secretFiles = /^\*?\.?(?:id_rsa\*?|id_ed25519\*?|id_\*|\*?\.?(?:pem|key|p12|pfx|kdbx|ppk|jks|keystore|ovpn)|\.env\*?|\.netrc|\.npmrc|credentials?\*?|\*?(?:password|secret|credential|token)s?\*?(?:\.\w+)?|wallet\.dat|\.aws|\.ssh|\.git-credentials|shadow|authorized_keys|known_hosts|\.htpasswd|kubeconfig)$/i;

function searches(fact: ExecFact, call: ExaminedCall): 'wide' | 'narrow' | null {
  const wide = call.facts.some((other) => other.kind === 'file' && other.recursive && (other.operation === 'read' || other.operation === 'metadata') && (/^(?:\/|~|\/home|\/Users|\/etc|\/root|\/var|\/opt)\/?$|^~\/?|^\/(?:home|Users)\/[^/]+\/?$|^\/etc/.test(other.written) || (other.path !== null && call.machine.home === other.path)));
  if (/^(?:findstr|Select-String)$/i.test(fact.program)) return fact.argv.some((argument) => secretWords.test(argument)) && fact.argv.some((argument) => /^\/\w*s\w*$/i.test(argument)) ? 'wide' : null;
  if (/^(?:grep|egrep|fgrep|rg|ag|ack|ugrep|zgrep)$/.test(fact.program)) {
    const pattern = fact.argv.find((argument) => !argument.startsWith('-')) ?? '';
    if (!secretWords.test(pattern) && !fact.argv.some((argument) => argument.startsWith('-e') && secretWords.test(argument))) return null;
    return hasFlag(fact, 'rR', 'recursive') || fact.program !== 'grep' ? (wide ? 'wide' : 'narrow') : null;
  }
  if (/^(?:find|gfind|fd|fdfind|locate|mdfind|plocate)$/.test(fact.program)) {
    const named = fact.argv.some((argument, at) => (/^-i?(?:name|path|wholename)$/.test(fact.argv[at - 1] ?? '') || /^(?:fd|fdfind|locate|plocate|mdfind)$/.test(fact.program)) && secretFiles.test(argument));
    return named ? (wide || /locate|mdfind/.test(fact.program) ? 'wide' : 'narrow') : null;
  }
  return null;
}

export const rule = defineRule(
  {
    id: 'credential.search',
    title: 'Search for secrets',
    severity: 'medium',
    attack: ['T1552.001', 'T1083'],
    looksAt: ['exec'],
    programs: (program) => /^(?:history|grep|egrep|fgrep|rg|ag|ack|ugrep|zgrep|find|gfind|fd|fdfind|locate|mdfind|plocate|findstr|Select-String)$/.test(program),
    words: [secretWords, secretFiles, /^token$/i],
    why: 'A search over a home folder or a system for keys and passwords is how secrets are found before they are used.',
    doesNotShow: 'What was found, unless the result is recorded.',
    otherExplanation: 'Looking for hard-coded secrets in a project is part of a review; a search inside the project is not reported.',
    canBeWrong: 'A word like “token” is also a word of ordinary code.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      if (fact.program === 'history' && call.facts.some((other) => other.kind === 'exec' && /grep|rg|awk/.test(other.program) && other.argv.some((argument) => secretWords.test(argument) || /^token$/i.test(argument)))) return [hitOn(call, fact, { severity: 'medium', what: 'searches the shell history for secrets.', detail: { program: fact.program } })];
      const breadth = searches(fact, call);
      if (breadth !== 'wide') continue;
      return [hitOn(call, fact, { severity: 'medium', what: `searches a wide place for secrets: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);

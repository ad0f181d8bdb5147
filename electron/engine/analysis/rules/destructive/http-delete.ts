/** A request to a web interface that asks for deletion. */
import { shortened } from '../../wording.ts';
import { flagValue, lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const deletingPath = /\/_delete_by_query\b|\/_all\/?$|\/(?:delete|destroy|purge|deleteAll|doDelete|terminate|flush|_shutdown|(?:delete|purge|drop|remove)[_-]\w+)(?:[/?]|$)|\/_cluster\/(?:settings|reroute)/i;

export const rule = defineRule(
  {
    id: 'destructive.http-delete',
    title: 'Deletion asked of a web interface',
    severity: 'medium',
    attack: ['T1485', 'AML.T0101'],
    looksAt: ['exec'],
    programs: (program) => /^(?:curl|wget|http|https|httpie|xh|xhs)$/.test(program),
    why: 'Services take deletions over their web interface; one request can take away what a project’s history does not hold.',
    doesNotShow: 'That the service agreed, or what stood behind the address.',
    otherExplanation: 'Tests of the session’s own service delete what they made.',
    canBeWrong: 'Which address means deletion is for the service to say; the method is taken at its word.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      const curl = fact.program === 'curl' || fact.program === 'wget';
      const http = /^(?:http|https|httpie|xh|xhs)$/.test(fact.program);
      if (!curl && !http) continue;
      const method = curl ? (flagValue(fact, '-X', '--request', '--method') ?? fact.argv.find((argument) => /^-X\w+$/.test(argument))?.slice(2) ?? fact.argv[fact.argv.findIndex((argument) => /^-[a-zA-Z]+X$/.test(argument)) + 1] ?? '') : (fact.argv.find((argument) => /^[A-Z]{3,7}$/.test(argument)) ?? '');
      const posts = /^(?:POST|PUT)$/i.test(method) || (curl && fact.argv.some((argument) => /^(?:-d|--data\S*|--json)$/.test(argument)));
      const url = fact.argv.find((argument) => /:\/\/|^:?\/|^:\d|^[\w.-]+\/|^[\w.-]+:\d/.test(argument) && !argument.startsWith('-')) ?? '';
      if (!/^DELETE$/i.test(method) && !(posts && deletingPath.test(url))) continue;
      hits ??= [];
      // A server under development on this machine.
      const own = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])?:(?:3\d{3}|4\d{3}|5000|5173|8000|8080|8888)(?:\/|$)/.test(url) && !deletingPath.test(url);
      hits.push(hitOn(call, fact, { severity: own ? 'low' : 'medium', what: `asks for a deletion: ${lineOf(fact)}.`, detail: { method: method.toUpperCase(), url: shortened(url, 400) } }));
    }
    return hits ?? noHits;
  },
);

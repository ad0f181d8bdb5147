/** A web path behind which a service tells its settings, secrets or inner state. */
import { defineRule, hitOn, noHits } from '../../rule.ts';

const paths = /\/(?:actuator|manage(?:ment)?)\/(?:env|heapdump|configprops|httptrace|httpexchanges|threaddump|mappings|beans|loggers|sessions|jolokia|gateway|shutdown|dump|trace)\b|\/jolokia\/(?:list|read|exec)|\/(?:server-status|server-info|phpinfo\.php|\.env|\.git\/(?:config|HEAD)|\.aws\/credentials|wp-config\.php|web\.config|\.htpasswd|heapdump|debug\/pprof\/heap)(?:$|[?#])|\/v1\/(?:agent\/self|kv\/\?recurse|sys\/(?:seal-status|leases)|secret\/)|\/v2\/keys\/|\/api\/v1\/(?:secrets|namespaces\/[\w-]+\/secrets)|\/_(?:security\/user|nodes\/settings|cluster\/settings)\b|\/console\/login|\/solr\/admin\/cores|\/manager\/html/i;
/** Ports on which control services answer without asking who is there. */
const ports = new Map([[10_250, 'kubelet'], [10_255, 'kubelet'], [2379, 'etcd'], [2375, 'docker'], [6066, 'spark'], [8001, ''], [4194, 'cadvisor'], [50_070, 'hadoop']]);

export const rule = defineRule(
  {
    id: 'discovery.endpoint',
    title: 'Inner state asked of a service',
    severity: 'medium',
    attack: ['T1046', 'T1552.001'],
    looksAt: ['network'],
    why: 'Such paths answer with settings, memory and keys of a service; they are among the first that are tried.',
    doesNotShow: 'That the service answered.',
    otherExplanation: 'A developer looks at the settings of a service of their own.',
    canBeWrong: 'The path is judged by its usual name; an app can mean something else by it.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'network' || fact.written === '' || /^(?:WebSearch|git)$/.test(fact.program)) continue;
      const path = fact.written.includes('/') ? paths.exec(fact.written.slice(0, 2000))?.[0] : undefined;
      const service = fact.port === null || !/^(?:curl|wget|http|https|httpie|xh|etcdctl|nc|ncat)$/.test(fact.program) ? undefined : ports.get(fact.port);
      if (path === undefined && (service === undefined || service === '')) continue;
      return [hitOn(call, fact, { severity: 'medium', what: `asks ${fact.written.slice(0, 200)}, where ${service === undefined || service === '' ? 'a service tells its inner state' : `${service} answers`}.`, detail: { written: fact.written.slice(0, 1000), program: fact.program } })];
    }
    return noHits;
  },
);

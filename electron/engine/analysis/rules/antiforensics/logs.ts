/** System logs and audit records deleted, emptied or switched off. */
import { hasFlag, lineOf } from '../../command-line.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { verbs } from '../../wording.ts';

function silences(fact: ExecFact): Severity | null {
  const { program, argv } = fact;
  const line = argv.join(' ');
  switch (program) {
    case 'journalctl':
      return argv.some((argument) => /^--(?:vacuum-|rotate|flush)/.test(argument)) ? (line.includes('vacuum') ? 'high' : 'low') : null;
    case 'auditctl':
      return hasFlag(fact, 'D') || /-e\s*0/.test(line) ? 'high' : null;
    case 'log':
      return argv[0] === 'erase' ? 'high' : null;
    case 'wevtutil':
      return /^(?:cl|clear-log)$/i.test(argv[0] ?? '') ? 'high' : null;
    case 'dmesg':
      return hasFlag(fact, 'cC', 'clear', 'read-clear') ? 'medium' : null;
    case 'systemctl':
    case 'service':
    case 'launchctl':
      return /\b(?:stop|disable|mask|kill|unload|bootout)\b/.test(line) && /\b(?:auditd|rsyslog|syslog(?:-ng)?|systemd-journald|journald|osqueryd?|com\.apple\.(?:auditd|syslogd)|filebeat|fluentd|fluent-bit|vector|datadog-agent|sysmon|wazuh[\w-]*|ossec[\w-]*)/.test(line) ? 'high' : null;
    case 'aws':
      return /\b(?:cloudtrail (?:stop-logging|delete-trail|update-trail|put-event-selectors)|logs delete-log-(?:group|stream)|guardduty delete-detector|configservice (?:stop-configuration-recorder|delete-)|ec2 delete-flow-logs|put-retention-policy|delete-model-invocation-logging-configuration|securityhub disable|s3api put-bucket-logging)/.test(line) ? 'high' : null;
    case 'gcloud':
      return /\blogging (?:sinks|logs) (?:delete|update)\b/.test(line) ? 'high' : null;
    case 'az':
      return /\bmonitor (?:diagnostic-settings|log-profiles|activity-log) \S*\s*delete\b|\bmonitor diagnostic-settings delete\b/.test(line) ? 'high' : null;
    case 'logrotate':
      return hasFlag(fact, 'f', 'force') ? 'low' : null;
    case 'fc-cache':
      return null;
    case 'utmpdump':
      return hasFlag(fact, 'r', 'reverse') ? 'high' : null;
    case 'script':
      return null;
    default:
      return null;
  }
}

const logs = /^\/(?:private\/)?var\/(?:log|audit|run\/utmp|adm)(?:\/|$)|(?:^|\/)(?:wtmp|btmp|lastlog|utmp|auth\.log|secure|syslog|audit\.log)$|\/Library\/Logs\/|\/winevt\/Logs\/|(?:^|\/)[\w-]*audit[\w-]*\.(?:log|jsonl?|db)$/i;

export const rule = defineRule(
  {
    id: 'antiforensics.logs',
    title: 'Logs deleted, emptied or switched off',
    severity: 'high',
    attack: ['T1685.006', 'T1685.004', 'T1070.002', 'T1562.012'],
    looksAt: ['exec', 'write', 'delete'],
    programs: (program) => /^(?:journalctl|auditctl|log|wevtutil|dmesg|systemctl|service|launchctl|aws|gcloud|az|logrotate|utmpdump)$/.test(program),
    paths: [logs],
    why: 'Logs of the machine are a second source; without them the transcript stands alone.',
    doesNotShow: 'What the logs held.',
    otherExplanation: 'Full disks are freed by clearing old logs.',
    canBeWrong: 'A log of the project’s own service may lie in the same folder.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec') {
        const severity = silences(fact);
        if (severity === null) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity, what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } }));
      } else if (fact.kind === 'file' && (fact.operation === 'delete' || (fact.operation === 'write' && /^(?::|true|cat|echo|>|truncate|tee|cp|dd|sed)/.test(fact.via))) && logs.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: /audit/i.test(fact.written) || /^\/(?:private\/)?var\/(?:log|audit)/.test(fact.path ?? fact.written) ? 'high' : 'medium', what: `${verbs[fact.operation]} ${fact.written}, a log.`, detail: { path: fact.path, via: fact.via } }));
      }
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);

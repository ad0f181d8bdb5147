/** A write to the files that make up the system. */
import type { Severity } from '../../../../../shared/event.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { verbs } from '../../wording.ts';

const rights = /^\/(?:private\/)?etc\/(?:sudoers(?:\.d)?(?:\/|$)|passwd$|shadow$|group$|gshadow$|pam\.d(?:\/|$)|security(?:\/|$)|ssh\/sshd_config|polkit-1(?:\/|$)|doas\.conf$|ld\.so\.(?:preload|conf)|login\.defs|selinux(?:\/|$)|apparmor(?:\.d)?(?:\/|$))/;
const system = /^\/(?:private\/)?(?:etc|usr|bin|sbin|lib|lib64|boot|System|Library)(?:\/|$)|^[A-Z]:\/Windows(?:\/|$)/i;
const ordinary = /^\/usr\/local\/(?:bin|lib|share|etc|include|Cellar|opt|src|var)(?:\/|$)|^\/etc\/(?:apt|yum\.repos\.d|nginx|apache2|caddy|systemd|cron|init\.d|profile|bash|zsh|environment|hosts|resolv|ssl|docker|default|logrotate\.d|modules|modprobe|sysctl)|^\/usr\/(?:src|share)\/|^\/Library\/(?:Caches|Logs|Launch)/;
const terminals = /^\/dev\/(?:pts\/\d+|tty\d+|console)$/;

export const rule = defineRule(
  {
    id: 'privilege.system-write',
    title: 'System file changed',
    severity: 'high',
    attack: ['T1548.003', 'T1565.001', 'T1543'],
    looksAt: ['write', 'delete', 'read'],
    paths: [rights, terminals, system, ordinary],
    why: 'Files that say who may do what, and the programs of the system, rule over more than the project.',
    doesNotShow: 'What was there before, or that the session had the right to change it.',
    otherExplanation: 'Package managers and administrators write there.',
    canBeWrong: 'In a container these files are the container’s own.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file') continue;
      // An editor opens a file to change it.
      if (fact.operation === 'read' && /^(?:vi|vim|nvim|nano|pico|emacs|ed|ex|micro|helix|hx|code|subl|gedit|kate)$/.test(fact.via) && rights.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `opens ${fact.written} in ${fact.via}, a file that says who may do what.`, detail: { path: fact.path, via: fact.via } }));
        continue;
      }
      if (fact.operation !== 'write' && fact.operation !== 'delete') continue;
      const path = fact.path ?? fact.written;
      if (terminals.test(path)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `writes to ${path}, somebody’s terminal.`, title: 'Write to a terminal of another session', detail: { path: fact.path } }));
        continue;
      }
      const severity: Severity | null = rights.test(path) ? 'critical' : system.test(path) && !ordinary.test(path) ? 'high' : ordinary.test(path) ? 'medium' : null;
      if (severity === null || /^\/usr\/local\//.test(path)) continue;
      hits ??= [];
      if (hits.length < 4) hits.push(hitOn(call, fact, { severity, what: `${verbs[fact.operation]} ${path}${severity === 'critical' ? ', which says who may do what' : ', a system file'}.`, detail: { path: fact.path, via: fact.via } }));
    }
    return hits ?? noHits;
  },
);

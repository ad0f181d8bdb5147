/** Something set up to run later or at each start: cron, at, launchd, systemd, login items, scheduled tasks. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf, operandsOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

interface Way {
  readonly id: string;
  readonly severity: Severity;
}

function schedules(fact: ExecFact): Way | null {
  const { program, argv } = fact;
  switch (program) {
    case 'crontab':
      return hasFlag(fact, 'l', 'list') ? null : { id: 'persistence.cron', severity: 'high' };
    case 'at':
    case 'batch':
      return hasFlag(fact, 'lqcV') ? null : { id: 'persistence.at', severity: 'high' };
    case 'launchctl':
      return /^(?:load|bootstrap|enable|submit|start|kickstart|setenv)$/.test(argv[0] ?? '') ? { id: 'persistence.launchd', severity: 'high' } : /^(?:unload|bootout|disable|remove)$/.test(argv[0] ?? '') ? { id: 'persistence.launchd', severity: 'medium' } : null;
    case 'systemctl': {
      const verb = operandsOf(fact)[0] ?? '';
      if (verb === 'link' || verb === 'edit' || verb === 'set-environment' || verb === 'import-environment') return { id: 'persistence.systemd', severity: 'medium' };
      return verb === 'enable' && argv.some((argument) => /\//.test(argument) || argument === '--user') ? { id: 'persistence.systemd', severity: 'high' } : verb === 'enable' || verb === 'reenable' ? { id: 'persistence.systemd', severity: 'low' } : null;
    }
    case 'systemd-run':
      return argv.some((argument) => /^--(?:on-|timer)/.test(argument)) ? { id: 'persistence.systemd', severity: 'high' } : null;
    case 'loginctl':
      return argv[0] === 'enable-linger' ? { id: 'persistence.systemd', severity: 'medium' } : null;
    case 'update-rc.d':
    case 'chkconfig':
    case 'rc-update':
      return argv.some((argument) => /^(?:defaults|enable|add|on|--add)$/.test(argument)) ? { id: 'persistence.systemd', severity: 'medium' } : null;
    case 'schtasks':
      return argv.some((argument) => /^\/(?:create|change)$/i.test(argument)) ? { id: 'persistence.windows-task', severity: 'high' } : null;
    case 'sc':
      return /^(?:create|config)$/i.test(argv[0] ?? '') ? { id: 'persistence.windows-service', severity: 'high' } : null;
    case 'reg':
      return /^add$/i.test(argv[0] ?? '') && argv.some((argument) => /CurrentVersion\\(?:Run|RunOnce|Winlogon|Image File)|\\Services\\|\\Classes\\|Command Processor/i.test(argument)) ? { id: 'persistence.windows-registry', severity: 'high' } : /^(?:add|import)$/i.test(argv[0] ?? '') ? { id: 'persistence.windows-registry', severity: 'medium' } : null;
    case 'defaults':
      return argv[0] === 'write' && argv.some((argument) => /loginwindow|LoginHook|LogoutHook|loginitems/i.test(argument)) ? { id: 'persistence.login-item', severity: 'high' } : null;
    case 'osascript':
      return argv.some((argument) => /login item/i.test(argument)) ? { id: 'persistence.login-item', severity: 'high' } : null;
    case 'pm2':
      return /^(?:startup|save)$/.test(argv[0] ?? '') ? { id: 'persistence.service', severity: 'medium' } : null;
    case 'incrontab':
    case 'anacron':
      return { id: 'persistence.cron', severity: 'high' };
    default:
      return null;
  }
}

const places: readonly { readonly id: string; readonly path: RegExp }[] = [
  { id: 'persistence.cron', path: /^\/(?:private\/)?(?:etc\/(?:cron[\w.]*(?:\/|$)|anacrontab|crontab)|var\/(?:spool\/(?:cron|at)|at\/tabs|cron\/tabs)(?:\/|$)|usr\/lib\/cron)/ },
  { id: 'persistence.launchd', path: /(?:^|\/)Library\/Launch(?:Agents|Daemons)(?:\/|$)|(?:^|\/)Library\/StartupItems\// },
  { id: 'persistence.systemd', path: /^\/(?:etc|usr\/lib|lib|run|usr\/local\/lib)\/systemd\/|(?:^|\/)\.config\/systemd\/|(?:^|\/)\.local\/share\/systemd\/|^\/etc\/init\.d\/|^\/etc\/rc\d?\.(?:d|local)|^\/etc\/(?:udev|dbus-1|xdg\/autostart|NetworkManager\/dispatcher\.d|dhcp\/dhclient|network\/if-|apt\/apt\.conf\.d|logrotate\.d|pam\.d|inittab|init)(?:\/|$|\w)|\.(?:service|timer)$(?<=systemd.*)/ },
  { id: 'persistence.login-item', path: /(?:^|\/)\.config\/autostart(?:\/|$)|\/Start Menu\/Programs\/Startup\/|(?:^|\/)\.kde\/Autostart\// },
];

export const rule = defineRule(
  {
    id: 'persistence.scheduled',
    title: 'Set up to run later',
    severity: 'high',
    attack: ['T1053.003', 'T1543.001', 'T1543.002', 'T1543.004', 'T1547.015'],
    looksAt: ['exec', 'write', 'delete'],
    programs: (program) => /^(?:crontab|at|batch|launchctl|systemctl|systemd-run|loginctl|update-rc\.d|chkconfig|rc-update|schtasks|sc|reg|defaults|osascript|pm2|incrontab|anacron)$/.test(program),
    paths: places.map((place) => place.path),
    why: 'What is scheduled or started with the machine goes on after the session is over.',
    doesNotShow: 'That it ran.',
    otherExplanation: 'Services and jobs are part of deploying a project.',
    canBeWrong: 'A unit file in a project is data until somebody installs it; such files are not reported.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec') {
        const way = schedules(fact);
        if (way === null) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: way.severity, what: `runs ${lineOf(fact)}.`, ruleId: way.id, detail: { program: fact.program } }));
      } else if (fact.kind === 'file' && (fact.operation === 'write' || fact.operation === 'delete')) {
        const path = fact.path ?? fact.written;
        const place = places.find((each) => each.path.test(path));
        if (place === undefined) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `${verbs[fact.operation]} ${fact.path === null ? path : shownPath(path, call)}, from which programs are started.`, ruleId: place.id, detail: { path: fact.path, via: fact.via } }));
      }
    }
    return hits?.slice(0, 4) ?? noHits;
  },
);

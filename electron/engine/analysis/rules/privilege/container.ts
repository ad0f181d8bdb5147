/** A container or a namespace that reaches its host. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const open = /^(?:--privileged(?:=true)?|--pid=host|--net(?:work)?=host|--ipc=host|--uts=host|--userns=host|--cgroupns=host|--cap-add=(?:ALL|SYS_\w+|NET_ADMIN|DAC_\w+|BPF)|--security-opt=(?:seccomp|apparmor)[=:]unconfined|--device=\/dev\/(?:sd|mem|kmem|nvme|dm|mapper).*)$/;
const mounted = /(?:^|[=,])(?:\/|\/etc|\/root|\/proc|\/sys|\/var|\/boot|\/dev|\/home|\/Users|~|\/var\/run\/docker\.sock|\/run\/(?:docker|containerd|podman)[\w./-]*\.sock|\/(?:etc|root|proc|sys|boot|dev)\/[^:]*)(?::|,|$)/;

const containers = /^(?:docker|podman|nerdctl|nsenter|unshare|chroot|crictl|ctr|runc|kubectl|capsh|lxc|lxd)$/;

function reaches(fact: ExecFact): { id: string; severity: Severity } | null {
  const { program, argv } = fact;
  if (/^(?:docker|podman|nerdctl)$/.test(program) || fact.wrappers.some((wrapper) => /^(?:docker|podman|nerdctl) (?:run|exec)$/.test(wrapper))) {
    if (!/^(?:docker|podman|nerdctl)$/.test(program)) return null;
    const verb = argv.find((argument) => !argument.startsWith('-')) ?? '';
    if (!/^(?:run|create|exec|container|compose)$/.test(verb)) return null;
    for (let at = 0; at < argv.length; at++) {
      const argument = argv[at] ?? '';
      const pair = `${argument}=${argv[at + 1] ?? ''}`;
      if (open.test(argument) || (/^--(?:pid|net|network|ipc|uts|userns|cap-add|security-opt|device|cgroupns)$/.test(argument) && open.test(pair))) return { id: 'privilege.container', severity: /net/.test(argument) ? 'medium' : 'high' };
      const mount = /^(?:-v|--volume|--mount)$/.test(argument) ? (argv[at + 1] ?? '') : /^(?:--volume=|--mount=|-v)(.+)$/.exec(argument)?.[1];
      if (mount !== undefined && mounted.test(mount.replace(/^type=bind,/, '').replace(/(?:src|source)=/, '='))) return { id: 'privilege.container', severity: 'high' };
    }
    return null;
  }
  switch (program) {
    case 'nsenter':
      return { id: 'privilege.namespace', severity: 'high' };
    case 'unshare':
      return { id: 'privilege.namespace', severity: hasFlag(fact, 'rUmpc', 'user', 'map-root-user', 'mount', 'pid', 'map-user') ? 'medium' : 'low' };
    case 'chroot':
      return { id: 'privilege.namespace', severity: 'medium' };
    case 'crictl':
    case 'ctr':
    case 'runc':
      return /^(?:run|exec)$/.test(argv[0] ?? '') && hasFlag(fact, '', 'privileged') ? { id: 'privilege.container', severity: 'high' } : null;
    case 'kubectl':
      return argv.some((argument) => /"privileged"\s*:\s*true|hostPID|hostNetwork|hostPath/.test(argument)) || argv[0] === 'debug' && argv.some((argument) => /^node\//.test(argument)) || (/^create$/.test(argv[0] ?? '') && /^(?:clusterrolebinding|rolebinding)$/.test(argv[1] ?? '')) ? { id: 'privilege.container', severity: 'high' } : null;
    case 'capsh':
      return argv.some((argument) => /^--(?:gid|uid|user|caps|addamb|secbits)=/.test(argument)) ? { id: 'privilege.namespace', severity: 'high' } : null;
    case 'lxc':
    case 'lxd':
      return argv.some((argument) => /security\.privileged=true/.test(argument)) || /^init$/.test(argv[0] ?? '') ? { id: 'privilege.container', severity: 'high' } : null;
    default:
      return fact.wrappers.includes('nsenter') ? { id: 'privilege.namespace', severity: 'high' } : fact.wrappers.includes('unshare') || fact.wrappers.includes('chroot') ? { id: 'privilege.namespace', severity: fact.wrappers.includes('chroot') || /^(?:sh|bash|zsh)$/.test(fact.program) ? 'medium' : 'low' } : null;
  }
}

const sockets = /\/(?:docker|containerd|crio|podman)\.sock$/;
const otherRoots = /^\/proc\/(?:1|\d+)\/root(?:\/|$)/;
/** Parts of a host that a container is given to reach it. */
const hostParts = /^\/$|^\/(?:etc|root|proc|sys|boot|dev|var\/run|run|home|Users)(?:\/|$)/;

export const rule = defineRule(
  {
    id: 'privilege.container',
    title: 'Container or namespace that reaches its host',
    severity: 'high',
    attack: ['T1611', 'AML.T0105'],
    looksAt: ['exec', 'file', 'network'],
    programs: (name) => containers.test(name),
    paths: [sockets, otherRoots, hostParts],
    why: 'A container that has the host’s devices, files or socket is a way to the host’s own rights.',
    doesNotShow: 'That something inside used it.',
    otherExplanation: 'Tools that build or watch containers need the socket or the host’s network.',
    canBeWrong: 'On a desktop the “host” is a small virtual machine.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec') {
        const found = reaches(fact);
        if (found === null) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: found.severity, what: `runs ${lineOf(fact)}.`, ruleId: found.id, detail: { program: fact.program } }));
      } else if (fact.kind === 'file' && fact.written.endsWith('.sock') && sockets.test(fact.written) && fact.operation !== 'metadata') {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `uses the socket ${fact.written} by ${fact.via}.`, detail: { path: fact.path } }));
      } else if (fact.kind === 'file' && otherRoots.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `reaches ${fact.written}, the root folder of another process.`, detail: { path: fact.path } }));
      } else if (fact.kind === 'network' && (fact.port === 2375 || fact.port === 2376) && fact.program !== 'docker') {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `asks ${fact.written}, where a container service listens.`, detail: { written: fact.written } }));
      } else if (fact.kind === 'file' && fact.via.endsWith('mount') && hostParts.test(fact.path ?? fact.written) && !/^\/(?:home|Users)\/[^/]+\/./.test(fact.path ?? '')) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `gives a container ${fact.written} of its host.`, detail: { path: fact.path } }));
      }
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);

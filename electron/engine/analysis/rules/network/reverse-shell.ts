/** A shell joined to a connection. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { reasons } from '../../../shell/reasons.ts';

function executes(fact: ExecFact): boolean {
  if (/^(?:nc|ncat|netcat|nc\.traditional)$/.test(fact.program)) return hasFlag(fact, 'ec', 'exec', 'sh-exec', 'lua-exec');
  if (fact.program === 'socat') return fact.argv.some((argument) => /^(?:EXEC|SYSTEM|SHELL):/i.test(argument)) && fact.argv.some((argument) => /TCP|OPENSSL|UDP/i.test(argument));
  if (fact.program === 'openssl') return false;
  return fact.program === 'telnet' && fact.wrappers.length === 0 && fact.argv.some((argument) => argument === '|');
}

/** The output of several commands, or of one that is known only at run time. */
const bare = /^exec:(?:>|…)?$/;
const shell = /^exec:(?:sh|bash|zsh|dash|ksh|ash|fish|csh|python[\d.]*|perl|ruby|php|source|eval|command|exec)$/;

export const rule = defineRule(
  {
    id: 'network.reverse-shell',
    title: 'Shell joined to a connection',
    severity: 'critical',
    attack: ['T1059.004', 'T1071'],
    looksAt: ['exec', 'flow', 'dynamic'],
    programs: (program) => /^(?:nc|ncat|netcat|nc\.traditional|socat|telnet|mkfifo|mknod)$/.test(program),
    why: 'A shell whose input and output are a connection takes commands from whoever is at the other end.',
    doesNotShow: 'That the other end answered, or what was typed there.',
    otherExplanation: 'Exercises and security tests of one’s own machines use the same line.',
    canBeWrong: 'A script that is fetched and run over a connection looks alike.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'exec' && executes(fact)) return [hitOn(call, fact, { severity: 'critical', what: `hands a program to a connection: ${lineOf(fact)}.`, detail: { program: fact.program } })];
      if (fact.kind === 'flow' && fact.to.startsWith('net:') && (shell.test(fact.from) || (bare.test(fact.from) && call.facts.some((other) => other.kind === 'exec' && shell.test(`exec:${other.program}`) && other.program !== 'exec')))) return [hitOn(call, fact, { severity: 'critical', what: `joins ${fact.from.slice(5)} to a connection with ${fact.to.slice(4)}.`, detail: { from: fact.from, to: fact.to } })];
    }
    const beside = call.facts.find((fact) => fact.kind === 'dynamic' && fact.reason.startsWith(reasons.coprocShell));
    if (beside !== undefined) return [hitOn(call, beside, { severity: 'medium', what: 'starts a shell as a coprocess, ready to be joined to something.', ruleId: 'network.coproc-shell', title: 'Shell started as a coprocess' })];
    const socket = call.facts.find((fact) => fact.kind === 'network' && (fact.program.startsWith('/dev/') || /^(?:nc|ncat|netcat|telnet|socat|openssl)$/.test(fact.program)));
    if (socket?.kind !== 'network') return noHits;
    // Input of a shell comes from the connection, or a pipe file carries it there.
    const into = call.facts.find((fact) => fact.kind === 'flow' && shell.test(fact.to) && fact.from.startsWith('net:'));
    const pipe = call.facts.some((fact) => fact.kind === 'exec' && (fact.program === 'mkfifo' || (fact.program === 'mknod' && fact.argv.includes('p')))) && call.facts.some((fact) => fact.kind === 'exec' && /^(?:sh|bash|zsh|dash|ksh)$/.test(fact.program));
    if (into === undefined && !pipe) return noHits;
    return [hitOn(call, into ?? socket, { severity: 'critical', what: `joins a shell to a connection with ${socket.host ?? 'another machine'}.`, detail: { host: socket.host, port: socket.port, program: socket.program } })];
  },
);

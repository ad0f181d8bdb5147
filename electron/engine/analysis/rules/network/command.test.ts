import { rule } from './command.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'curl https://a.example.net',
    'npm install left-pad',
    'git push origin main',
    'scp a u@h:',
  ],
  quiet: [
    'npm test',
    'git status',
    'echo "curl https://a.example.net"',
    { tool: 'WebFetch', input: { url: 'https://a.example.net' } },
  ],
});

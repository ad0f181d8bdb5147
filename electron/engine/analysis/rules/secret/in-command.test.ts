import { rule } from './in-command.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'curl -u deploy:Zr8mQx2LpV9kTw https://a.example.net',
    'export DEPLOY_TOKEN=q8Zr2LmX0vTn5KpW',
  ],
  quiet: [
    'export DEPLOY_TOKEN=$TOKEN',
    'export API_KEY=your-api-key',
    'git show 8f3a1c2d4e5b6a7980f1e2d3c4b5a69788776655',
  ],
});

import { rule } from './in-command.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'curl -u deploy:Zr8mQx2LpV9kTw https://a.example.net',
    'export DEPLOY_TOKEN=q8Zr2LmX0vTn5KpW',
    'mysql -h db -u app -pZr8mQx2LpV9kTw shop',
    { tool: 'MultiEdit', input: { file_path: '/home/dev/shop/a.ts', edits: [{ old_string: 'const a = 1;', new_string: `const key = 'ghp_${'9fK2mQ8xLw3RtY7vBn4Jc6Hd1Ga5Se0Zp3uX'}';` }] } },
  ],
  quiet: [
    { tool: 'MultiEdit', input: { file_path: '/home/dev/shop/a.ts', edits: [{ old_string: 'const a = 1;', new_string: 'const a = 2; // a longer line' }] } },
    'export DEPLOY_TOKEN=$TOKEN',
    'export API_KEY=your-api-key',
    'git show 8f3a1c2d4e5b6a7980f1e2d3c4b5a69788776655',
  ],
});

import { rule } from './publish.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'npm publish',
    'twine upload dist/*',
    'cargo publish',
  ],
  quiet: [
    'npm publish --dry-run',
    'npm pack',
    'cargo build',
  ],
});

import { rule } from './lockfile.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cp /tmp/x.sum go.sum',
    "sed -i 's/a/b/' package-lock.json",
  ],
  quiet: [
    'cat package-lock.json',
    'npm install',
  ],
});

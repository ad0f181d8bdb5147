import { rule } from './sync-delete.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'rsync -a --delete src/ backup:/srv/',
    'aws s3 sync . s3://bucket --delete',
  ],
  quiet: [
    'rsync -a src/ dst/',
    'rsync -an --delete src/ dst/',
  ],
});

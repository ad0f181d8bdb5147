import { rule } from './find-delete.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'find . -type f -delete',
    'cat list.txt | xargs rm -f',
    "find ~/Documents -exec rm {} \\;",
  ],
  quiet: [
    "find . -name '*.pyc' -delete",
    "find . -name '*.ts' | xargs wc -l",
    'find . -name __pycache__ -exec rm -rf {} +',
  ],
});

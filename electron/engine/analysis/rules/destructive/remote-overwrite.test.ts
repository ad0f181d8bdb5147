import { rule } from './remote-overwrite.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'scp -r ./site deploy@web1.example.net:/etc/',
    'rsync -a out/ root@web1.example.net:/usr/',
  ],
  quiet: [
    'scp file.txt dev@web1.example.net:/home/dev/',
    'scp web1.example.net:/etc/hosts .',
  ],
});

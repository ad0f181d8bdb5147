import { rule } from './prepared.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cat ~/.aws/credentials | base64',
    'tar czf k.tgz ~/.ssh',
  ],
  quiet: [
    'base64 -d key.b64',
    'tar czf src.tgz src',
  ],
});

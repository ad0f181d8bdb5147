import { rule } from './cloud-identity.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'aws iam list-users',
    'kubectl auth can-i --list',
  ],
  quiet: [
    'aws configure list',
    'kubectl get pods',
  ],
});

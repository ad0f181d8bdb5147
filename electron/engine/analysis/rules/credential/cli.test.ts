import { rule } from './cli.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'gh auth token',
    'security find-generic-password -s x -w',
    'aws secretsmanager get-secret-value --secret-id x',
    'kubectl get secret db -o yaml',
  ],
  quiet: [
    'gh auth status',
    'aws sts get-caller-identity',
    'kubectl get pods',
    'npm token --help',
  ],
});

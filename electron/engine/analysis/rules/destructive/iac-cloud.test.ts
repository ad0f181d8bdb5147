import { rule } from './iac-cloud.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'docker rm -f $(docker ps -aq)',
    'terraform destroy -auto-approve',
    'kubectl delete namespace prod',
    'aws s3 rb s3://backup --force',
    'docker volume prune -f -a',
    'gh repo delete o/r --yes',
  ],
  quiet: [
    'terraform plan',
    'kubectl get pods',
    'aws s3 ls',
    'docker ps -a',
    'kubectl delete pod x --dry-run=client',
  ],
});

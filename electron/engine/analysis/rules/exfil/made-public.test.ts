import { rule } from './made-public.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'gh repo create leak --public --source=. --push',
    'aws s3 sync . s3://b --acl public-read',
    'gsutil iam ch allUsers:objectViewer gs://b',
  ],
  quiet: [
    'gh repo create app --private',
    'aws s3 sync dist s3://b',
    'gcloud projects get-iam-policy p',
  ],
});

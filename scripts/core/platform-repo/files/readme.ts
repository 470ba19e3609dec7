/** `README.md` of the platform repo. */
import type { Answers } from "../answers";
import { ENVIRONMENTS } from "../environments";
import { stateBucket } from "./sealstack-yaml";

export function readme(answers: Answers): string {
  const { accounts, presets, region, repository } = answers;
  const rows = ENVIRONMENTS.map(
    (name) =>
      `| ${name} | ${accounts[name]} | ${presets.map((preset) => `\`${preset}-${name}\``).join(", ")} |`,
  );
  return `# ${repository}

KMS keys and what they encrypt, declared with [sealstack](https://www.npmjs.com/package/sealstack) and CDK for Terraform, in ${region}.

| environment | account | stacks |
| --- | --- | --- |
${rows.join("\n")}

Each environment has keys of its own, a state of its own in S3 (encrypted and locked), and roles of its own with which GitHub Actions deploys it. Terraform
stops before it looks at anything where the credentials are of another account.

## What is where

| file | what |
| --- | --- |
| \`environments/<name>/sealstack.yaml\` | what the environment has; the editor knows every key by its schema |
| \`environments.ts\` | accounts, region, repository |
| \`main.ts\` | makes stacks of it |
| \`__tests__/stacks.test.ts\` | what has to hold of them |
| \`.github/workflows/deploy.yml\` | checks, difference of policies, plan as a comment; on main: apply |
| \`policies.ts\`, \`deployer.ts\` | \`npm run -s policies\`: who may do what, a line for each statement; \`npm run -s deployer -- STACK [plan]\`: the least policy of whoever deploys it |

## Try it

\`\`\`
npm install
npm run check && npm test
npx cdktf synth
\`\`\`

Commit \`package-lock.json\`: the workflow installs with \`npm ci\`.

## Once for each environment, by an administrator

1. The bucket of the state, with credentials of the account. It has to exist before the first \`cdktf\` command that asks for the state.

${ENVIRONMENTS.filter(
  (name, index) => ENVIRONMENTS.findIndex((each) => accounts[each] === accounts[name]) === index,
)
  .map((name) => stateCommands(answers, name))
  .join("\n")}
2. The roles with which GitHub deploys, from this folder: \`npx cdktf deploy deployer-staging\`, and \`npx cdktf deploy deployer-production\` with credentials of that
   account. The account's OIDC provider for GitHub is made by the first of them in the account; where it is there already, say \`provider: "existing"\` in
   \`environments.ts\`.
3. In the settings of the repository, the environments \`staging\` and \`production\`, the second with reviewers: a job of an environment can apply there.

From then on a pull request shows the difference of policies and a plan, and a push to main applies. When a stack gets something new, such as a trail, the roles
need more: deploy \`deployer-<environment>\` again, as in step 2.

## What the roles may do

\`deployer-<environment>\` applies, and \`deployer-<environment>-plan\` plans, for pull requests of this repository. Both have exactly the calls that the AWS provider
makes for the resources of the stacks, on their names, on keys with the tag \`sealstack:stack\`, and on their state.
They decrypt nothing, read no object but the state, touch no other role, bucket or key that has an alias, attach no managed policy, and delete nothing that
\`preventDestroy\` protects.

What they can do, because that is deploying: write the policies of the stacks' roles, keys and buckets. Give \`roles: { permissionsBoundary: <arn> }\` in
\`sealstack.yaml\`, and they can do so only for roles under that boundary. A plan reads the state, and with it whatever secrets are in it, such as access keys of users.
`;
}

function stateCommands(answers: Answers, environment: (typeof ENVIRONMENTS)[number]): string {
  const bucket = stateBucket(answers, environment);
  const { region } = answers;
  // This one region is a default that S3 refuses to be told.
  const place = region === "us-east-1" ? "" : ` --create-bucket-configuration LocationConstraint=${region}`;
  return `   \`\`\`
   aws s3api create-bucket --region ${region} --bucket ${bucket}${place}
   aws s3api put-bucket-versioning --region ${region} --bucket ${bucket} --versioning-configuration Status=Enabled
   aws s3api put-public-access-block --region ${region} --bucket ${bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
   \`\`\`
`;
}

import { policyDocument } from "../../../../modules/iam/policies/policy-document";

describe("policyDocument", () => {
  it("brings a statement into AWS's shape, in the order given", () => {
    const document = policyDocument([
      {
        sid: "B",
        effect: "Deny",
        principals: {
          aws: ["arn:aws:iam::111122223333:root"],
          service: ["ec2.amazonaws.com"],
          federated: ["arn:aws:iam::111122223333:saml-provider/x"],
        },
        notActions: ["s3:PutObject", "s3:GetObject"],
        resources: ["*"],
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      },
      { sid: "A", principals: "*", actions: ["s3:*"] },
    ]);
    expect(document).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "B",
          Effect: "Deny",
          Principal: {
            AWS: ["arn:aws:iam::111122223333:root"],
            Service: ["ec2.amazonaws.com"],
            Federated: ["arn:aws:iam::111122223333:saml-provider/x"],
          },
          NotAction: ["s3:PutObject", "s3:GetObject"],
          Resource: ["*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        { Sid: "A", Effect: "Allow", Principal: "*", Action: ["s3:*"] },
      ],
    });
  });
});

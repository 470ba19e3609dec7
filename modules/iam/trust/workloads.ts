/** Trust in AWS services that vouch for workloads: EKS Pod Identity and IAM Roles Anywhere. Their principals are the same in every partition. */
import { type Check, either, list, optional as mayLack, object, type Shape, text } from "../../shape";
import { assertArguments } from "../../validate";
import type { Statement } from "../policies/policy-document";
import { optional, stringOperator, TRUST_OPTIONS, type TrustOptions, trustStatement } from "./statement";

/** Which pods may assume a role. */
export interface PodIdentityTrustProps extends TrustOptions {
  /**
   * ARNs of the clusters.
   *
   * @default - every cluster that has an association with the role
   */
  readonly clusterArns?: readonly string[];
  /** Names of Kubernetes namespaces. @default - every namespace with an association */
  readonly namespaces?: readonly string[];
  /** Names of service accounts. @default - every service account with an association */
  readonly serviceAccounts?: readonly string[];
}

const POD_IDENTITY: Shape<PodIdentityTrustProps> = {
  ...TRUST_OPTIONS,
  clusterArns: mayLack(list(text)),
  namespaces: mayLack(list(text)),
  serviceAccounts: mayLack(list(text)),
};

/**
 * Pods of EKS clusters, through associations of EKS Pod Identity. Only somebody who may pass the role can make an association.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podIdentityTrust(props: PodIdentityTrustProps = {}): Statement {
  assertArguments("podIdentityTrust", props, POD_IDENTITY);
  const { clusterArns, namespaces, serviceAccounts } = props;
  return trustStatement(
    {
      sid: "TrustPods",
      principals: { service: ["pods.eks.amazonaws.com"] },
      // Pod Identity always sends session tags: without sts:TagSession no pod gets in.
      actions: ["sts:AssumeRole", "sts:TagSession"],
      conditions: {
        StringEquals: {
          ...optional("aws:RequestTag/eks-cluster-arn", clusterArns),
          ...optional("aws:RequestTag/kubernetes-namespace", namespaces),
          ...optional("aws:RequestTag/kubernetes-service-account", serviceAccounts),
        },
      },
    },
    props,
  );
}

/** Service principal of IAM Roles Anywhere. */
export const ROLES_ANYWHERE_PRINCIPAL = "rolesanywhere.amazonaws.com";

/** What a certificate must say. All that is given must match; of several values, one. `*` and `?` are wildcards. */
export interface CertificateSubject {
  /** Common name of the subject. */
  readonly commonName?: string | readonly string[];
  /** Organisational unit of the subject. */
  readonly organizationalUnit?: string | readonly string[];
  /** Organisation of the subject. */
  readonly organization?: string | readonly string[];
  /** DNS name: the first in the subject's alternative names. */
  readonly dnsName?: string | readonly string[];
  /** URI, such as a SPIFFE id: the first in the subject's alternative names. */
  readonly uri?: string | readonly string[];
  /** Common name of the issuer: one intermediate CA of the anchor. */
  readonly issuerCommonName?: string | readonly string[];
}

/** Which certificates may assume a role. */
export interface RolesAnywhereTrustProps extends TrustOptions {
  /** ARNs of the trust anchors, see `RolesAnywhere`. */
  readonly trustAnchorArns: readonly string[];
  /** What the certificate must say. Without anything, every certificate of the CA is good (`any-certificate`). */
  readonly certificate: CertificateSubject;
}

const oneOrMore: Check = either(Array.isArray, list(text), text);

const ROLES_ANYWHERE: Shape<RolesAnywhereTrustProps> = {
  ...TRUST_OPTIONS,
  trustAnchorArns: list(text),
  certificate: object<CertificateSubject>({
    commonName: mayLack(oneOrMore),
    organizationalUnit: mayLack(oneOrMore),
    organization: mayLack(oneOrMore),
    dnsName: mayLack(oneOrMore),
    uri: mayLack(oneOrMore),
    issuerCommonName: mayLack(oneOrMore),
  }),
};

/** Session tags that Roles Anywhere makes from a certificate. Source: IAM Roles Anywhere User Guide, "Trust model", "PrincipalTag". */
const CERTIFICATE_TAG: Readonly<Record<keyof CertificateSubject, string>> = {
  commonName: "x509Subject/CN",
  organizationalUnit: "x509Subject/OU",
  organization: "x509Subject/O",
  dnsName: "x509SAN/DNS",
  uri: "x509SAN/URI",
  issuerCommonName: "x509Issuer/CN",
};

/**
 * Hosts with a certificate of one's own CA, such as step-ca, through IAM Roles Anywhere: short-lived credentials without an access key.
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function rolesAnywhereTrust(props: RolesAnywhereTrustProps): Statement {
  assertArguments("rolesAnywhereTrust", props, ROLES_ANYWHERE);
  const exact: Record<string, readonly string[]> = {};
  const patterns: Record<string, readonly string[]> = {};
  for (const [field, tag] of Object.entries(CERTIFICATE_TAG)) {
    const given = props.certificate[field as keyof CertificateSubject];
    const [values] = Object.values(optional(tag, given));
    if (values === undefined) continue;
    (stringOperator(values) === "StringEquals" ? exact : patterns)[`aws:PrincipalTag/${tag}`] = values;
  }
  return trustStatement(
    {
      sid: "TrustCertificates",
      principals: { service: [ROLES_ANYWHERE_PRINCIPAL] },
      actions: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      conditions: {
        ArnEquals: { "aws:SourceArn": props.trustAnchorArns },
        StringEquals: exact,
        StringLike: patterns,
      },
    },
    props,
  );
}

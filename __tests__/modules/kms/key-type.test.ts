import { GrantOperation, KeyUsageType, OriginType, KeySpec as SdkKeySpec } from "@aws-sdk/client-kms";
import {
  GRANT_OPERATIONS,
  KEY_ORIGINS,
  KEY_SPECS,
  KEY_USAGES,
  type KeySpec,
  type KeyUsage,
} from "../../../modules/kms";
import { keyType, keyTypeProblems } from "../../../modules/kms/key-type";

/** Written down a second time, by hand, from the API reference. */
const LEGAL: readonly `${KeySpec} ${KeyUsage}`[] = [
  "SYMMETRIC_DEFAULT ENCRYPT_DECRYPT",
  "RSA_2048 ENCRYPT_DECRYPT",
  "RSA_2048 SIGN_VERIFY",
  "RSA_3072 ENCRYPT_DECRYPT",
  "RSA_3072 SIGN_VERIFY",
  "RSA_4096 ENCRYPT_DECRYPT",
  "RSA_4096 SIGN_VERIFY",
  "ECC_NIST_P256 SIGN_VERIFY",
  "ECC_NIST_P256 KEY_AGREEMENT",
  "ECC_NIST_P384 SIGN_VERIFY",
  "ECC_NIST_P384 KEY_AGREEMENT",
  "ECC_NIST_P521 SIGN_VERIFY",
  "ECC_NIST_P521 KEY_AGREEMENT",
  "ECC_SECG_P256K1 SIGN_VERIFY",
  "ECC_NIST_EDWARDS25519 SIGN_VERIFY",
  "HMAC_224 GENERATE_VERIFY_MAC",
  "HMAC_256 GENERATE_VERIFY_MAC",
  "HMAC_384 GENERATE_VERIFY_MAC",
  "HMAC_512 GENERATE_VERIFY_MAC",
  "SM2 ENCRYPT_DECRYPT",
  "SM2 SIGN_VERIFY",
  "SM2 KEY_AGREEMENT",
  "ML_DSA_44 SIGN_VERIFY",
  "ML_DSA_65 SIGN_VERIFY",
  "ML_DSA_87 SIGN_VERIFY",
];
const SPECS = Object.keys(KEY_SPECS) as KeySpec[];
const MATRIX = SPECS.flatMap((keySpec) => KEY_USAGES.map((keyUsage) => ({ keySpec, keyUsage })));

/** Newer than the AWS provider this project is pinned to (6.25.0), which would refuse it. Whoever raises the pin, adds it to the table. */
const NOT_IN_PROVIDER = [
  "ML_KEM_512",
  "ML_KEM_768",
  "ML_KEM_1024",
  "Encapsulate",
  "Decapsulate",
  "ENCAPSULATE_DECAPSULATE",
];
const known = (values: object) =>
  sorted(Object.values(values)).filter((value) => !NOT_IN_PROVIDER.includes(value));
const sorted = (values: readonly string[]) => [...new Set(values)].toSorted();

describe("the table of keys", () => {
  it("has the specs, usages and origins of AWS's own SDK", () => {
    expect(sorted(SPECS)).toEqual(known(SdkKeySpec));
    expect(sorted(KEY_USAGES)).toEqual(known(KeyUsageType));
    expect(sorted(Object.keys(KEY_ORIGINS))).toEqual(known(OriginType));
  });

  it("has the operations of grants of AWS's own SDK", () => {
    expect(sorted(Object.values(GRANT_OPERATIONS).flat())).toEqual(known(GrantOperation));
  });

  it.each(MATRIX)("judges $keySpec with $keyUsage", ({ keySpec, keyUsage }) => {
    const legal = LEGAL.includes(`${keySpec} ${keyUsage}`);
    const problems = keyTypeProblems({ keySpec, keyUsage });
    if (legal) expect(problems).toEqual([]);
    else
      expect(problems).toEqual([
        `keyUsage of ${keySpec} must be ${KEY_SPECS[keySpec].usages.join(" or ")}, got ${keyUsage}`,
      ]);
  });

  it.each(SPECS)("asks for the usage of %s only where there are several", (keySpec) => {
    const { usages } = KEY_SPECS[keySpec];
    expect(keyTypeProblems({ keySpec })).toEqual(
      usages.length === 1 ? [] : [`keyUsage must be given for ${keySpec}: ${usages.join(" or ")}`],
    );
  });

  it("fails on what a configuration may hold and the compiler would not let through", () => {
    expect(keyTypeProblems({ keySpec: "AES_256" as KeySpec })[0]).toMatch(
      /^keySpec must be one of .*, got AES_256$/,
    );
    expect(keyTypeProblems({ origin: "HSM" as "EXTERNAL" })[0]).toMatch(
      /^origin must be one of .*, got HSM$/,
    );
  });
});

describe("rotation", () => {
  it.each(SPECS)("of %s is there only for symmetric encryption", (keySpec) => {
    const keyUsage = KEY_SPECS[keySpec].usages[0];
    const why = `must not be given: KMS does not rotate keys of spec ${keySpec}`;
    expect(keyType({ keySpec, keyUsage }).rotates).toBe(keySpec === "SYMMETRIC_DEFAULT");
    expect(keyTypeProblems({ keySpec, keyUsage, rotation: true, rotationPeriodInDays: 90 })).toEqual(
      keySpec === "SYMMETRIC_DEFAULT" ? [] : [`rotation ${why}`, `rotationPeriodInDays ${why}`],
    );
  });

  it("is refused with imported material", () => {
    expect(keyTypeProblems({ origin: "EXTERNAL", rotation: true })).toEqual([
      "rotation must not be given: KMS does not rotate keys with origin EXTERNAL",
    ]);
  });

  it("has no period when it is off", () => {
    expect(keyTypeProblems({ rotation: { off: "by hand" }, rotationPeriodInDays: 90 })).toEqual([
      "rotationPeriodInDays must not be given where rotation is off",
    ]);
  });
});

describe("origin", () => {
  it.each([
    [{ origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1" }, []],
    [{ origin: "EXTERNAL_KEY_STORE", customKeyStoreId: "cks-1", xksKeyId: "x" }, []],
    [{ origin: "EXTERNAL", multiRegion: true }, []],
    [{ origin: "EXTERNAL", keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" }, []],
    [{ origin: "AWS_CLOUDHSM" }, ["customKeyStoreId must be given with origin AWS_CLOUDHSM"]],
    [{ customKeyStoreId: "cks-1" }, ["customKeyStoreId must not be given with origin AWS_KMS"]],
    [{ origin: "EXTERNAL", xksKeyId: "x" }, ["xksKeyId must not be given with origin EXTERNAL"]],
    [
      { origin: "EXTERNAL_KEY_STORE" },
      [
        "customKeyStoreId must be given with origin EXTERNAL_KEY_STORE",
        "xksKeyId must be given with origin EXTERNAL_KEY_STORE",
      ],
    ],
    [
      { origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1", keySpec: "HMAC_256", multiRegion: true },
      [
        "keySpec with origin AWS_CLOUDHSM must be SYMMETRIC_DEFAULT, got HMAC_256",
        "multiRegion must be false with origin AWS_CLOUDHSM: keys of custom key stores have no replicas",
      ],
    ],
  ] as const)("judges %j", (props, problems) => {
    expect(keyTypeProblems(props)).toEqual(problems);
  });
});

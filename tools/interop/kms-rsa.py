"""Encrypts or decrypts a file with the official implementation of the AWS KMS RSA keyring, for the tests.

usage: kms-rsa.py encrypt|decrypt KEY_ARN PUBLIC_KEY_PEM ALGORITHM IN OUT NAME=VALUE...
"""

import sys

import aws_encryption_sdk
import boto3
from aws_cryptographic_material_providers.mpl import AwsCryptographicMaterialProviders
from aws_cryptographic_material_providers.mpl.config import MaterialProvidersConfig
from aws_cryptographic_material_providers.mpl.models import CreateAwsKmsRsaKeyringInput
from aws_encryption_sdk.identifiers import AlgorithmSuite


def main(action, key_arn, pem, algorithm, source, target, *pairs):
    with open(pem, "rb") as file:
        public_key = file.read()
    providers = AwsCryptographicMaterialProviders(config=MaterialProvidersConfig())
    keyring = providers.create_aws_kms_rsa_keyring(
        CreateAwsKmsRsaKeyringInput(
            public_key=public_key,
            kms_key_id=key_arn,
            encryption_algorithm=algorithm,
            kms_client=boto3.client("kms", region_name=key_arn.split(":")[3]),
        )
    )
    context = dict(pair.split("=", 1) for pair in pairs)
    client = aws_encryption_sdk.EncryptionSDKClient()
    with open(source, "rb") as file:
        given = file.read()
    if action == "encrypt":
        suite = AlgorithmSuite.AES_256_GCM_HKDF_SHA512_COMMIT_KEY  # unsigned: the keyring takes no other
        result, _ = client.encrypt(source=given, keyring=keyring, encryption_context=context, algorithm=suite)
    else:
        result, _ = client.decrypt(source=given, keyring=keyring, encryption_context=context)
    with open(target, "wb") as file:
        file.write(result)


main(*sys.argv[1:])

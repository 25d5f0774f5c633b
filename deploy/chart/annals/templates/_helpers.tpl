{{/* The name of everything that the release has. */}}
{{- define "annals.name" -}}
{{- if contains "annals" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-annals{{ end }}
{{- end }}

{{/* What tells this release's pods from others. */}}
{{- define "annals.selector" -}}
app.kubernetes.io/name: annals
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "annals.labels" -}}
{{ include "annals.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "annals.serviceAccount" -}}
{{- default (ternary (include "annals.name" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end }}

{{- define "annals.argoNamespace" -}}
{{- default .Release.Namespace .Values.argo.namespace -}}
{{- end }}

{{- define "annals.secret" -}}
{{- default (include "annals.name" .) .Values.secret.existing -}}
{{- end }}

{{/* The names by which its Service and its Ingress are called. */}}
{{- define "annals.hosts" -}}
{{- $name := include "annals.name" . -}}
{{- $hosts := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) -}}
{{- $hosts = append $hosts (printf "%s.%s.svc.%s" $name .Release.Namespace .Values.clusterDomain) -}}
{{- if .Values.ingress.enabled }}{{ $hosts = append $hosts .Values.ingress.host }}{{ end -}}
{{- concat $hosts .Values.allowHosts | uniq | toJson }}
{{- end }}

{{/* A value as annals.toml writes it. Helm's own toToml makes floats of whole numbers. */}}
{{- define "annals.toml" -}}
{{- if kindIs "map" . -}}
{ {{- range $i, $key := keys . | sortAlpha }}{{ if $i }}, {{ end }}{{ $key | quote }} = {{ include "annals.toml" (get $ $key) }}{{ end -}} }
{{- else if kindIs "slice" . -}}
[ {{- range $i, $value := . }}{{ if $i }}, {{ end }}{{ include "annals.toml" $value }}{{ end -}} ]
{{- else -}}
{{ toJson . }}
{{- end -}}
{{- end }}

{{/* The configuration of the servers: what the chart knows, overlaid by what is said in `config`. */}}
{{- define "annals.config" -}}
{{- $own := dict "listen" "0.0.0.0:7878" "data_dir" "/data/annals" "executor" .Values.executor "log_format" "json" -}}
{{- $_ := set $own "allow_hosts" (include "annals.hosts" . | fromJsonArray) -}}
{{- $service := printf "http://%s.%s.svc:%v" (include "annals.name" .) .Release.Namespace .Values.service.port -}}
{{- $_ := set $own "public_url" (default $service .Values.publicUrl) -}}
{{- with .Values.objectStore }}{{ $_ := set $own "object_store" . }}{{ end -}}
{{- if eq .Values.executor "argo" -}}
{{- $argo := dict "namespace" (include "annals.argoNamespace" .) "service_account" .Values.argo.serviceAccount.name -}}
{{- $_ := set $argo "instance" (printf "%s.%s" .Release.Namespace (include "annals.name" .)) -}}
{{- with .Values.argo.image }}{{ $_ := set $argo "image" . }}{{ end -}}
{{- $_ := set $own "argo" $argo -}}
{{- end -}}
{{- $all := mergeOverwrite $own (deepCopy .Values.config) -}}
{{- range $key := keys $all | sortAlpha }}
{{ $key }} = {{ include "annals.toml" (get $all $key) }}
{{- end }}
{{- end }}

{{/* Refuses what cannot work, in clear words. */}}
{{- define "annals.check" -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.objectStore) -}}
{{- fail "replicas: more than one server need an object store that all of them reach: set objectStore" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.enabled needs ingress.host" -}}
{{- end -}}
{{- if not .Values.secret.existing -}}
{{- range $key := list "databaseUrl" "adminToken" "secretKey" -}}
{{- if not (get $.Values.secret $key) -}}
{{- fail (printf "set secret.%s, or name a Secret that has everything in secret.existing" $key) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not .Values.secret.metricsToken) -}}
{{- fail "serviceMonitor.enabled needs secret.metricsToken: /metrics asks for it" -}}
{{- end -}}
{{- end -}}
{{- end }}

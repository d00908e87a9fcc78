{{- define "alidade.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "alidade.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "alidade.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "alidade.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Objects of the whole cluster carry the namespace in their name, so that two releases do not meet. */}}
{{- define "alidade.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "alidade.fullname" .) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "alidade.selectorLabels" -}}
app.kubernetes.io/name: {{ include "alidade.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "alidade.labels" -}}
{{ include "alidade.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "alidade.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "alidade.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "alidade.fullname" .) }}
{{- else -}}
{{ required "serviceAccount.name is needed with serviceAccount.create=false" .Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{- define "alidade.sessionSecret" -}}
{{ .Values.auth.session.existingSecret | default (printf "%s-session" (include "alidade.fullname" .)) }}
{{- end }}

{{/*
What the service account itself is for.
  read   it reads for everybody: where nobody signs in, and for what is embedded
  names  people read by their own rights; it only finds the names of namespaces to ask about
  none   people read by their own rights in the namespaces that are named; it gets no token at all
*/}}
{{- define "alidade.ownRights" -}}
{{- if or (eq .Values.auth.mode "anonymous") .Values.embed.enabled -}}
read
{{- else if .Values.namespaces -}}
none
{{- else -}}
names
{{- end -}}
{{- end }}

{{/* Whether something leads from outside to a port, which the network policy then has to let in. */}}
{{- define "alidade.isExposed" -}}
{{- if or .Values.ingress.enabled .Values.httpRoute.enabled }}yes{{ end -}}
{{- end }}

{{- define "alidade.allowedHosts" -}}
{{- $hosts := list "localhost" "127.0.0.1" "[::1]" -}}
{{- if .Values.ingress.enabled }}{{ $hosts = append $hosts .Values.ingress.host }}{{ end -}}
{{- if .Values.httpRoute.enabled }}{{ $hosts = append $hosts .Values.httpRoute.host }}{{ end -}}
{{- if and .Values.embed.enabled .Values.embed.host }}{{ $hosts = append $hosts .Values.embed.host }}{{ end -}}
{{- concat $hosts .Values.allowedHosts | uniq | join "," -}}
{{- end }}

{{/* What would only fail later, and less clearly. */}}
{{- define "alidade.check" -}}
{{- if and .Values.writes (eq .Values.auth.mode "anonymous") }}
{{- fail "writes must be false with auth.mode=anonymous: nobody could be held to account" }}
{{- end }}
{{- if and .Values.embed.enabled (not .Values.embed.ancestors) }}
{{- fail "embed.ancestors is needed with embed.enabled: the origins that may frame the panels, such as https://grafana.example" }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) }}
{{- fail "ingress.host is needed with ingress.enabled" }}
{{- end }}
{{- if and .Values.httpRoute.enabled (or (not .Values.httpRoute.host) (not .Values.httpRoute.parentRefs)) }}
{{- fail "httpRoute.host and httpRoute.parentRefs are needed with httpRoute.enabled" }}
{{- end }}
{{- if .Values.networkPolicy.enabled }}
{{- if and (include "alidade.isExposed" .) (not .Values.networkPolicy.from) }}
{{- fail "networkPolicy.from is needed with ingress or httpRoute: the peers that may reach the console, for example the namespace of the ingress controller" }}
{{- end }}
{{- if and .Values.serviceMonitor.enabled (not .Values.networkPolicy.metricsFrom) (not .Values.networkPolicy.from) }}
{{- fail "networkPolicy.metricsFrom is needed with serviceMonitor.enabled: the peers that may scrape, for example the namespace of Prometheus" }}
{{- end }}
{{- if and .Values.embed.enabled (not .Values.networkPolicy.embedFrom) }}
{{- fail "networkPolicy.embedFrom is needed with embed.enabled: the peers that may reach the panels, for example the namespace of the ingress controller" }}
{{- end }}
{{- end }}
{{- end }}

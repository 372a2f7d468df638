#!/bin/sh
# Creates the namespace and the search attributes of Storelight. It changes nothing if they exist.
# Runs in temporalio/admin-tools. The commands read TEMPORAL_ADDRESS by themselves, but not all of them TEMPORAL_NAMESPACE.
set -eu

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" > /dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d

# Some seconds pass until every part of the server knows a new namespace.
attempts=30
until temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
  --name ReportStatus --type Keyword \
  --name ReportTrigger --type Keyword \
  --name ReportAsOf --type Datetime; do
  attempts=$((attempts - 1))
  [ "$attempts" -gt 0 ] || exit 1
  sleep 1
done

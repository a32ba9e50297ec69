/** What alerts plugs in: alerts with their clocks, the escalation of silence, notices, Today, the call list. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { alertRoutes } from './alerts/routes.ts'
import { sweepSecondReadings } from './alerts/second.ts'
import { callListRoutes, closeCallLists } from './call-list/routes.ts'
import { beat, recordDowntime } from './escalation/heartbeat.ts'
import { escalationRoutes } from './escalation/routes.ts'
import { sweepLadders } from './escalation/sweep.ts'
import { tellWhoIsNamed } from './notices/named.ts'
import { noticeRoutes } from './notices/routes.ts'
import { alertsPersonalData } from './personal-data.ts'
import { todayRoutes } from './today/routes.ts'

export const alertsPart: Part<Core> = {
  name: 'alerts',
  wire: tellWhoIsNamed,
  routes(http, core) {
    alertRoutes(http, core)
    escalationRoutes(http, core)
    noticeRoutes(http, core)
    todayRoutes(http, core)
    callListRoutes(http, core)
  },
  personalData: alertsPersonalData,
  start: recordDowntime,
  stop: closeCallLists,
  sweeps: [
    { name: 'alerts.heartbeat', everySeconds: 15, run: beat },
    { name: 'alerts.second', everySeconds: 0, run: sweepSecondReadings },
    { name: 'alerts.ladders', everySeconds: 0, run: sweepLadders },
  ],
}

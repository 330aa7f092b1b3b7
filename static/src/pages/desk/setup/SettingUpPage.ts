/** The pages of setting up, loaded as one. */
import type { Component } from 'vue'
import calendars from './CalendarsPage.vue'
import practices from './PracticesPage.vue'
import setup from './SetupPage.vue'
import workflow from './WorkflowPage.vue'
import workflows from './WorkflowsPage.vue'

export const pages = { calendars, practices, setup, workflow, workflows } satisfies Record<string, Component>

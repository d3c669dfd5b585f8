package dev.slipway.task.schedule;

import dev.slipway.task.task.Demand;
import dev.slipway.task.task.TaskId;

/** A task and the node that shall run it. */
record Placement(TaskId task, Demand demand, String node) {}

"""FHIR R4: the rulebook as definitions that other systems can read.

A package becomes a Questionnaire, a service an ActivityDefinition, the services of a chapter a PlanDefinition, a
finding a PlanDefinition of its own, an indicator a Measure, and the named expressions a Library they all use.
"""

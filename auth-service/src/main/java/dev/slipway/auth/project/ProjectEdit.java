package dev.slipway.auth.project;

import dev.slipway.platform.contract.Limits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a project is to be from now on; what is absent stays as it is. */
public record ProjectEdit(
        Optional<String> description,
        Optional<String> owner,
        Optional<Set<String>> members,
        Optional<Integer> priority,
        UnaryOperator<Limits> limits,
        Optional<List<Volume>> volumes) {}
